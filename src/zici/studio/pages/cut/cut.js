// Tokens of each method: always text, in elements of their own; marks are drawn by the style sheet and not copied.
window.ziciCut = {
  // tokens: lists of parts; more than one where another method cuts inside. own: whether not all cut after it.
  show(method, tokens, own, names) {
    const place = document.querySelector(`.z-tokens[data-method="${method}"]`);
    if (!place) return;
    const made = tokens.map((parts, k) => {
      if (parts.length === 1 && !parts[0].trim()) return document.createTextNode(parts[0]);
      const token = document.createElement("span");
      token.className = own[k] ? "z-token z-own" : "z-token";
      if (own[k]) token.title = names.own;
      parts.forEach((part, i) => {
        const text = document.createElement("span");
        text.textContent = part;
        if (i < parts.length - 1) Object.assign(text, { className: "z-joined", title: names.joined });
        token.append(text);
      });
      return token;
    });
    place.replaceChildren(...made);
  },
  // What is selected in the text, or else anywhere on the page.
  selected() {
    const area = document.querySelector(".z-cut-text textarea");
    const inside = area.value.slice(area.selectionStart, area.selectionEnd);
    emitEvent("cut_selected", inside.trim() ? inside : String(getSelection()));
  },
};
