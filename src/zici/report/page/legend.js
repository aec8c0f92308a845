// The groups with their colours; a group that is pressed is shown alone.
class Legend {
  constructor(data, painter) {
    Object.assign(this, { data, painter, dots: [] });
    const sizes = new Uint32Array(data.groups);
    for (const g of data.group) sizes[g]++;
    find("groups").replaceChildren(...data.names.map((group, g) => this.row(group, g, sizes[g])));
    const fold = find("fold");
    const set = (open) => fold.setAttribute("aria-expanded", String(open));
    fold.addEventListener("click", () => set(fold.getAttribute("aria-expanded") !== "true"));
    set(window.innerWidth > 640 && window.innerHeight > 500);
  }

  row(group, g, size) {
    const words = group.slice(0, 3).map((i) => shown(this.data.words[i])).join(" ");
    const button = element("button");
    button.type = "button";
    button.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-label", T.group(words, number(size)));
    button.title = group.map((i) => shown(this.data.words[i])).join(" ");
    this.dots[g] = element("span", undefined, "dot");
    button.append(this.dots[g], element("span", words, "words"), element("span", number(size), "small"));
    button.addEventListener("click", () => this.only(this.painter.only === g ? -1 : g));
    const row = element("li");
    row.append(button);
    return row;
  }

  only(g) {
    this.painter.only = g;
    find("groups").querySelectorAll("button").forEach((button, k) => {
      button.setAttribute("aria-pressed", String(k === g));
    });
    this.painter.ask();
  }

  style() {
    this.dots.forEach((dot, g) => { dot.style.background = this.painter.colours[g % this.painter.colours.length]; });
  }
}
