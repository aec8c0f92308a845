// Put the parts of a run's page together, and move them into the version that is shown.

// The map: a page of its own in a frame, which is made when it comes near the screen.
class Atlas {
  constructor(page) {
    Object.assign(this, { page, wanted: "", ready: false });
    this.root = element("div", undefined, "atlas");
    this.button = element("button", undefined, "wide-map");
    this.button.type = "button";
    this.button.addEventListener("click", () => this.frame?.requestFullscreen?.());
    new IntersectionObserver((seen) => {
      if (seen.some((one) => one.isIntersecting)) this.open();
    }, { rootMargin: "300px" }).observe(this.root);
  }

  // In the language that is shown; a frame that moves begins anew anyway.
  say(lang) {
    const open = Boolean(this.frame);
    this.frame = null;
    this.lang = lang;
    this.button.textContent = T.wide;
    this.button.hidden = !document.fullscreenEnabled;
    this.root.replaceChildren(this.button);
    if (open) this.open();
  }

  open() {
    if (this.frame) return;
    const frame = element("iframe");
    Object.assign(frame, { title: T.frame, lang: this.lang, srcdoc: this.page });
    this.ready = false;
    frame.addEventListener("ready", () => {
      this.ready = true;
      this.tell();
    });
    this.frame = frame;
    this.root.append(frame);
  }

  choose(word) {
    this.wanted = word;
    this.open();
    this.root.scrollIntoView({ block: "center" });
    this.tell();
  }

  tell() {
    if (!this.ready || !this.wanted) return;
    this.frame.contentDocument.dispatchEvent(new CustomEvent("choose", { detail: this.wanted }));
    this.wanted = "";
  }
}

// What is searched for above the table.
class Filters {
  constructor(data, changed) {
    Object.assign(this, { data, changed });
    this.root = element("div", undefined, "filters");
    this.root.setAttribute("role", "search");
    this.text = element("input");
    Object.assign(this.text, { type: "search", autocomplete: "off", spellcheck: false });
    this.length = element("select");
    this.fresh = element("input");
    this.fresh.type = "checkbox";
    this.label = element("label");
    this.many = element("span", undefined, "soft");
    this.many.setAttribute("aria-live", "polite");
    this.root.append(this.text, this.length, ...(data.known ? [this.label] : []), this.many);
    for (const one of [this.text, this.length, this.fresh]) one.addEventListener("input", () => changed(this.values));
  }

  get values() {
    const [least, most] = (this.length.value || "1-").split("-");
    const { checked } = this.fresh;
    return { text: this.text.value, least: Number(least), most: Number(most || Infinity), fresh: checked };
  }

  say() {
    this.text.placeholder = T.find;
    this.text.setAttribute("aria-label", T.find);
    this.length.setAttribute("aria-label", T.length);
    const chosen = this.length.value;
    const choices = [["1-", T.any], ...[1, 2, 3, 4].map((k) => [`${k}-${k}`, T.chars(k)]), ["2-", T.from(2)], ["5-", T.from(5)]];
    this.length.replaceChildren(...choices.map(([value, text]) => Object.assign(element("option", text), { value })));
    this.length.value = chosen || "1-";
    this.label.replaceChildren(this.fresh, T.fresh);
  }

  count(shown) { this.many.textContent = T.shown(number(shown), number(this.data.n)); }
}

async function main() {
  if (typeof DecompressionStream === "undefined") {
    version().querySelector(".words-here").append(element("p", T.old, "warn"));
    return;
  }
  const data = await readWords();
  const atlas = document.getElementById("map") && new Atlas(new TextDecoder().decode(await unpacked("map")));
  const panel = new WordPanel(data, atlas);
  const grid = new WordGrid(data, (i) => panel.show(i));
  const filter = (values) => {
    grid.filter(values);
    filters.count(grid.shown.length);
  };
  const filters = new Filters(data, filter);
  const halves = element("div", undefined, "halves");
  halves.append(grid.root, panel.root);
  const place = () => {
    const shown = version();
    shown.querySelector(".words-here").append(filters.root, halves);
    if (atlas) shown.querySelector(".map-here").append(atlas.root);
    for (const part of [filters, grid, panel]) part.say();
    filters.count(grid.shown?.length ?? data.n);
    atlas?.say(shown.lang);
  };
  place();
  filter(filters.values);
  document.addEventListener("shown", place);
  document.documentElement.dataset.ready = "yes"; // for tests
}

main().catch((error) => {
  document.querySelector("main:not([hidden]) .words-here").append(element("p", String(error), "warn"));
  throw error;
});
