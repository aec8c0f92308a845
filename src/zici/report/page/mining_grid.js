// The table: only the rows on screen are there, whatever the number of words.
const SPARE = 6; // rows above and below

class WordGrid {
  constructor(data, choose) {
    Object.assign(this, { data, choose, rows: [], at: -1, sort: { name: "count", down: true } });
    this.names = ["word", ...data.columns.map((column) => column.name)];
    this.root = element("div", undefined, "grid");
    this.root.tabIndex = 0;
    this.root.setAttribute("role", "grid");
    this.top = element("div", undefined, "row top");
    this.top.setAttribute("role", "row");
    this.top.setAttribute("aria-rowindex", "1");
    this.body = element("div", undefined, "body");
    this.body.setAttribute("role", "rowgroup");
    this.none = element("p", undefined, "soft none");
    this.root.append(this.top, this.body, this.none);
    this.root.addEventListener("scroll", () => this.ask());
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.body.addEventListener("click", (event) => {
      const row = event.target.closest(".row");
      if (row) this.go(Number(row.dataset.at), false);
    });
    this.heads = this.names.map((name) => this.head(name));
    this.top.append(...this.heads);
    new ResizeObserver(() => this.ask()).observe(this.root);
  }

  head(name) {
    const cell = element("div", undefined, name === "word" ? "cell word" : "cell");
    cell.setAttribute("role", "columnheader");
    const button = element("button");
    button.type = "button";
    button.addEventListener("click", () => this.order(name));
    cell.append(button);
    return cell;
  }

  // By a column, the other way round at the second time; words from the beginning, numbers from the greatest.
  order(name) {
    this.sort = { name, down: this.sort.name === name ? !this.sort.down : name !== "word" };
    this.arrange();
  }

  say() {
    this.root.setAttribute("aria-label", `${T.table}. ${T.keys}`);
    this.heads.forEach((cell, k) => {
      const [label, meaning] = T.columns[this.names[k]] ?? [this.names[k]];
      const button = cell.firstElementChild;
      button.textContent = label;
      button.title = meaning ?? "";
    });
    this.none.textContent = T.none;
    this.measure();
    this.ask();
  }

  // No number is ever cut off: a column is as wide as its longest, and as its heading.
  measure() {
    const wide = (text) => [...text].reduce((sum, sign) => sum + (sign.codePointAt(0) < 0x1100 ? 7 : 13), 0);
    const widths = this.data.columns.map((column, k) => {
      const heading = wide(this.heads[k + 1].textContent) + 14;
      return Math.max(heading, longest(column) * 8.2) + 20;
    });
    const [first, ...rest] = [116, ...widths.map(Math.ceil)];
    this.root.style.setProperty("--template", `minmax(${first}px, 2fr) ${rest.map((w) => `minmax(${w}px, 1fr)`).join(" ")}`);
    this.root.style.setProperty("--least", `${rest.reduce((sum, w) => sum + w, first)}px`);
  }

  filter(filters) {
    this.filters = filters;
    this.arrange();
  }

  arrange() {
    const chosen = this.shown?.[this.at];
    this.shown = arranged(this.data, this.filters, this.sort);
    this.at = chosen === undefined ? -1 : this.shown.indexOf(chosen);
    this.heads.forEach((cell, k) => {
      const by = this.names[k] === this.sort.name;
      cell.setAttribute("aria-sort", !by ? "none" : this.sort.down ? "descending" : "ascending");
    });
    this.root.setAttribute("aria-rowcount", String(this.shown.length + 1));
    this.root.setAttribute("aria-colcount", String(this.names.length));
    this.none.hidden = this.shown.length > 0;
    this.root.scrollTop = 0;
    this.ask();
  }

  ask() {
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame(() => {
      this.asked = false;
      this.draw();
    });
  }

  get height() { return matchMedia("(pointer: coarse)").matches ? 42 : 32; }

  draw() {
    if (!this.shown) return;
    const size = this.height;
    this.root.style.setProperty("--row", `${size}px`);
    this.body.style.height = `${this.shown.length * size}px`;
    const first = Math.max(0, Math.floor(this.root.scrollTop / size) - SPARE);
    const many = Math.ceil(this.root.clientHeight / size) + 2 * SPARE;
    while (this.rows.length < many) this.rows.push(this.row());
    this.rows.forEach((row, k) => this.fill(row, first + k, size));
    const active = this.at >= first && this.at < first + many ? `word-${this.at % this.rows.length}` : "";
    if (active) this.root.setAttribute("aria-activedescendant", active);
    else this.root.removeAttribute("aria-activedescendant");
  }

  row() {
    const row = element("div", undefined, "row");
    row.setAttribute("role", "row");
    const cells = this.names.map((name) => {
      const cell = element("div", undefined, name === "word" ? "cell word" : "cell");
      cell.setAttribute("role", "gridcell");
      return cell;
    });
    cells[0].append(element("bdi"), element("span", undefined, "mark"));
    row.append(...cells);
    this.body.append(row);
    return row;
  }

  fill(row, place) {
    // A row keeps its element while it is scrolled through, so that the active one has a lasting name.
    row.hidden = place >= this.shown.length;
    if (row.hidden) return;
    const { data } = this;
    const i = this.shown[place];
    row.id = `word-${place % this.rows.length}`;
    row.dataset.at = place;
    row.style.transform = `translateY(${place * this.height}px)`;
    row.setAttribute("aria-rowindex", String(place + 2));
    row.setAttribute("aria-selected", String(place === this.at));
    const [word, ...cells] = row.children;
    word.firstElementChild.textContent = data.words[i];
    word.lastElementChild.textContent = isNew(data, i) ? T.fresh_mark : "";
    cells.forEach((cell, k) => { cell.textContent = told(data.columns[k], i); });
  }

  key(event) {
    if (event.target !== this.root || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(this.root.clientHeight / this.height) - 2);
    const to = { ArrowDown: this.at + 1, ArrowUp: this.at - 1, PageDown: this.at + page, PageUp: this.at - page,
      Home: 0, End: this.shown.length - 1, Enter: this.at, " ": this.at }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.go(to, true);
  }

  go(place, follow) {
    if (!this.shown.length) return;
    this.at = Math.min(Math.max(place, 0), this.shown.length - 1);
    const [size, box] = [this.height, this.root];
    const above = this.at * size;
    const below = above + size + this.top.offsetHeight - box.clientHeight;
    if (follow) box.scrollTop = Math.min(Math.max(box.scrollTop, below), above);
    this.choose(this.shown[this.at]);
    this.draw();
  }
}
