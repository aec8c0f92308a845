// The word that is chosen: its panel, its lines, its place in the address; and the word under the pointer.
class Selection {
  constructor(data, view, painter) {
    Object.assign(this, { data, view, painter });
    find("close").addEventListener("click", () => this.choose(-1));
    find("near").addEventListener("keydown", (event) => this.walk(event));
    window.addEventListener("hashchange", () => this.fromAddress());
    window.addEventListener("popstate", () => this.fromAddress());
  }

  // Take the word of the address, without an entry in the history of its own.
  fromAddress() {
    let word = "";
    try {
      word = decodeURIComponent(location.hash.slice(1));
    } catch { /* not ours: no word */ }
    const i = this.data.index.get(word) ?? -1;
    if (i !== this.painter.chosen) this.choose(i, { fly: true, keep: false });
  }

  choose(i, { fly = false, keep = true, focus = false } = {}) {
    const closing = i < 0 && find("panel").contains(document.activeElement);
    this.painter.chosen = i;
    this.painter.over = -1;
    find("panel").hidden = i < 0;
    document.body.classList.toggle("chosen", i >= 0);
    this.hideTip();
    if (i >= 0) this.fill(i);
    if (closing) find("map").focus();
    if (keep) this.address(i);
    if (fly && i >= 0) this.flyTo(i);
    if (focus) find("near").querySelector("button")?.focus();
    this.painter.ask();
  }

  address(i) {
    if (FRAME) return; // the address is that of the page around it
    let hash = "";
    try {
      hash = i < 0 ? "" : encodeURIComponent(this.data.words[i]);
    } catch { /* half of a pair of surrogates has no address */ }
    if (hash !== location.hash.slice(1)) history.pushState(null, "", `#${hash}`);
  }

  // Near enough to tell the word's neighbours from one another, with the panel out of the way.
  flyTo(i) {
    const { data, view } = this;
    const away = [];
    for (let k = 0; k < data.near; k++) {
      const j = nearRow(data, i, k);
      away.push(Math.hypot(data.x[j] - data.x[i], data.y[j] - data.y[i]));
    }
    away.sort((a, b) => a - b);
    const reach = away[Math.floor(away.length * 0.7)] || 1;
    const scale = Math.min(Math.max(Math.min(view.width, view.height) / 3 / reach, view.whole * 3), view.whole * 40);
    const down = view.width <= 640 ? view.height * 0.12 : 0;
    view.fly(data.x[i], data.y[i] + down / scale, view.bounded(scale));
  }

  fill(i) {
    const { data } = this;
    find("word").replaceChildren(element("bdi", data.words[i]));
    const rank = T.rank(number(data.rank[i] + 1));
    find("count").textContent = data.counts ? `${T.times(number(data.counts[i]))} · ${rank}` : rank;
    const rows = Array.from({ length: data.near }, (_, k) => this.row(i, k));
    find("near").replaceChildren(...rows);
    find("panel").scrollTop = 0;
    const near = rows.slice(0, 5).map((_, k) => data.words[nearRow(data, i, k)]);
    find("live").textContent = T.chosen(data.words[i], near.join(", "));
  }

  row(i, k) {
    const j = nearRow(this.data, i, k);
    const cosine = nearCosine(this.data, i, k);
    const button = element("button");
    button.type = "button";
    const bar = element("i");
    bar.style.width = `${Math.max(0, cosine) * 85}%`;
    button.append(element("bdi", this.data.words[j]), element("span", cosine.toFixed(2), "small"), bar);
    button.addEventListener("click", () => this.choose(j, { fly: true, focus: true }));
    for (const name of ["pointerenter", "focus"]) button.addEventListener(name, () => this.point(j));
    for (const name of ["pointerleave", "blur"]) button.addEventListener(name, () => this.point(-1));
    const row = element("li");
    row.append(button);
    return row;
  }

  // Arrows go up and down the nearest words; to the right is: that word's own nearest words.
  walk(event) {
    const buttons = [...find("near").querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (event.key === "ArrowRight" && at >= 0) buttons[at].click();
    else if (to !== undefined) buttons[Math.min(Math.max(to, 0), buttons.length - 1)].focus();
    else return;
    event.preventDefault();
  }

  point(i) {
    if (this.painter.over === i) return;
    this.painter.over = i;
    this.painter.ask();
  }

  tip(i, left, top) {
    const { data, view } = this;
    const tip = find("tip");
    const near = Array.from({ length: data.near }, (_, k) => data.words[nearRow(data, i, k)]);
    const head = element("b");
    head.append(element("bdi", data.words[i]));
    const count = element("span", data.counts ? ` ${T.times(number(data.counts[i]))}` : "", "small");
    tip.replaceChildren(head, count, element("p", near.map(shown).join("  "), "small"));
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    tip.style.left = `${left + 18 + box.width > view.width ? Math.max(4, left - 18 - box.width) : left + 18}px`;
    tip.style.top = `${Math.max(4, Math.min(top + 14, view.height - box.height - 8))}px`;
  }

  hideTip() { find("tip").hidden = true; }
}
