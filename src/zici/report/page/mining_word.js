// The chosen word: its numbers, where it stands in the text, and the way to it on the map.
class WordPanel {
  constructor(data, atlas) {
    Object.assign(this, { data, atlas, chosen: -1 });
    this.root = element("section", undefined, "panel");
    this.root.setAttribute("aria-live", "polite");
  }

  show(i) {
    this.chosen = i;
    this.say();
  }

  say() {
    this.root.setAttribute("aria-label", T.word_panel);
    if (this.chosen < 0) this.root.replaceChildren(element("p", T.choose, "soft"));
    else this.root.replaceChildren(this.title(), this.numbers(), ...this.places(), ...this.ways());
  }

  title() {
    const title = element("h3");
    title.append(element("bdi", this.data.words[this.chosen]));
    if (isNew(this.data, this.chosen)) title.append(element("span", T.fresh_mark, "mark"));
    return title;
  }

  numbers() {
    const list = element("dl");
    for (const column of this.data.columns) {
      const pair = element("div");
      const [label, meaning] = T.columns[column.name] ?? [column.name];
      pair.title = meaning ?? "";
      pair.append(element("dt", label), element("dd", told(column, this.chosen)));
      list.append(pair);
    }
    return list;
  }

  places() {
    const found = examples(this.data, this.chosen);
    if (!found.length) return [element("p", T.no_examples, "soft")];
    const list = element("ul");
    for (const [before, after] of found) {
      const row = element("li");
      row.append(before, element("mark", this.data.words[this.chosen]), after);
      list.append(row);
    }
    return [element("h4", T.examples, "soft"), list];
  }

  ways() {
    if (!this.atlas || !isMapped(this.data, this.chosen)) return [];
    const button = element("button", T.map);
    button.type = "button";
    button.addEventListener("click", () => this.atlas.choose(this.data.words[this.chosen]));
    return [button];
  }
}
