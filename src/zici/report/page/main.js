// Put the parts together.
const dark = matchMedia("(prefers-color-scheme: dark)");

async function main() {
  nameThings();
  if (typeof DecompressionStream === "undefined") {
    find("trouble").textContent = T.old;
    return;
  }
  const data = await readData();
  const canvas = find("map");
  const view = new View(data, () => painter.ask());
  const painter = new Painter(canvas, data, view);
  const selection = new Selection(data, view, painter);
  const legend = new Legend(data, painter);
  new Search(data, selection);
  new Hand(canvas, new Grid(data), view, painter, selection);
  for (const text of [T.read[SETTINGS.method], T.more(number(data.n))]) {
    find("about").lastElementChild.append(element("p", text));
  }

  const paint = (scheme) => {
    document.documentElement.dataset.scheme = scheme;
    painter.style(scheme);
    legend.style();
  };
  const resize = () => {
    view.resize(window.innerWidth, window.innerHeight);
    painter.fitCanvas();
  };
  const asked = new URLSearchParams(location.search).get("scheme"); // by a page that shows the map in a frame
  paint(["dark", "light"].includes(asked) ? asked : dark.matches ? "dark" : "light");
  dark.addEventListener("change", () => paint(dark.matches ? "dark" : "light"));
  find("scheme").addEventListener("click", () => {
    paint(document.documentElement.dataset.scheme === "dark" ? "light" : "dark");
  });
  find("in").addEventListener("click", () => view.zoom(1.5));
  find("out").addEventListener("click", () => view.zoom(1 / 1.5));
  find("all").addEventListener("click", () => view.fit());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") selection.choose(-1);
    if (event.key !== "/" || event.target === find("search")) return;
    event.preventDefault();
    find("search").focus();
  });
  window.addEventListener("resize", resize);
  resize();
  view.fit(true);
  selection.fromAddress();
  document.documentElement.dataset.ready = "yes"; // for tests
  document.addEventListener("choose", (event) => selection.choose(data.index.get(event.detail) ?? -1, { fly: true }));
  FRAME?.dispatchEvent(new Event("ready"));
}

main().catch((error) => {
  find("trouble").textContent = String(error);
  throw error;
});
