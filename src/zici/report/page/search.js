// The search box: words that hold what is typed, the best first; Enter flies to the word.
const SUGGESTED = 12;

class Search {
  constructor(data, selection) {
    Object.assign(this, { data, selection, input: find("search"), list: find("found"), at: -1, rows: [] });
    this.input.addEventListener("input", () => this.suggest());
    this.input.addEventListener("focus", () => this.suggest());
    this.input.addEventListener("blur", () => this.hide());
    this.input.addEventListener("keydown", (event) => this.key(event));
  }

  // The word itself, then words that begin so, then words that hold it; the most frequent first in each.
  matches(text) {
    this.lower ??= this.data.words.map((word) => word.toLowerCase());
    const kinds = [[], [], []];
    for (const i of this.data.order) {
      const place = this.lower[i].indexOf(text);
      if (place < 0) continue;
      const kind = place > 0 ? 2 : this.lower[i].length === text.length ? 0 : 1;
      if (kinds[kind].length < SUGGESTED) kinds[kind].push(i);
    }
    return kinds.flat().slice(0, SUGGESTED);
  }

  suggest() {
    const text = this.input.value.trim().toLowerCase();
    if (!text) {
      this.hide();
      return;
    }
    this.rows = this.matches(text);
    const options = this.rows.map((i, k) => this.option(i, k));
    if (!options.length) {
      const none = element("li", T.none, "small");
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
      options.push(none);
    }
    this.list.replaceChildren(...options);
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    find("live").textContent = this.rows.length ? T.matches(this.rows.length) : T.none;
    this.mark(this.rows.length ? 0 : -1);
  }

  option(i, k) {
    const option = element("li");
    option.id = `found-${k}`;
    option.setAttribute("role", "option");
    const word = element("span");
    word.append(element("bdi", this.data.words[i]));
    option.append(word, element("span", this.data.counts ? number(this.data.counts[i]) : "", "small"));
    // Before the box loses the focus, which would take the list away.
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.go(i);
    });
    return option;
  }

  mark(at) {
    this.at = at;
    [...this.list.children].forEach((option, k) => option.setAttribute("aria-selected", String(k === at)));
    if (at >= 0) {
      this.input.setAttribute("aria-activedescendant", `found-${at}`);
      this.list.children[at].scrollIntoView({ block: "nearest" });
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  key(event) {
    if (event.isComposing) return; // the input method's own Enter and arrows
    const size = this.rows.length;
    if (event.key === "Enter" && this.at >= 0) this.go(this.rows[this.at]);
    else if (event.key === "ArrowDown" && size) this.mark((this.at + 1) % size);
    else if (event.key === "ArrowUp" && size) this.mark((this.at + size - 1) % size);
    else if (event.key === "Escape" && !this.list.hidden) this.hide();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  go(i) {
    this.input.value = this.data.words[i];
    this.hide();
    // On a phone the keyboard would cover the map.
    if (matchMedia("(pointer: coarse)").matches) this.input.blur();
    this.selection.choose(i, { fly: true });
  }

  hide() {
    this.list.hidden = true;
    this.rows = [];
    this.at = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
