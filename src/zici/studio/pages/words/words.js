// The table of words: rows from the API, keys, and the state of the page in its address.
window.ziciWords = (() => {
  const settings = JSON.parse(document.getElementById("words-settings").textContent);
  const wide = matchMedia("(min-width: 1100px)");
  const roomy = matchMedia("(min-width: 700px)");
  let api, filters = settings.filters, total = -1, moving = null, opening = 0;

  const rowsOf = (nodes) => nodes.filter((node) => node.data).map((node) => node.data);
  const emit = (name, value) => emitEvent(`words_${name}`, value);
  const panel = () => document.querySelector(".z-panel");
  const focused = () => {
    const cell = api?.getFocusedCell();
    return cell ? api.getDisplayedRowAtIndex(cell.rowIndex) : undefined;
  };

  function address(sort) {
    const params = new URLSearchParams(filters);  // of pairs: some names come twice
    if (sort.length) params.set("sort", sort.map((x) => (x.sort === "desc" ? "-" : "") + x.colId).join(","));
    return params;
  }

  async function getRows(asked) {
    const params = address(asked.sortModel), wanted = filters;
    params.set("offset", asked.startRow);
    params.set("limit", asked.endRow - asked.startRow);
    try {
      const answer = await fetch(`/api/v1/words?${params}`);
      const page = await answer.json();
      if (!answer.ok) throw new Error(page.detail || page.title || answer.status);
      asked.successCallback(page.rows.map(flat), page.total);
      if (wanted !== filters) return;  // the filters have changed meanwhile
      if (page.total !== total) emit("total", (total = page.total));
      if (page.total === 0) api.showNoRowsOverlay(); else api.hideOverlay();
      settle();
    } catch (error) {
      asked.failCallback();
      emit("failed", String(error.message || error));
    }
  }

  const flat = (row) => ({ ...row.values, ...row });

  function columns() {
    if (!api) return;
    const others = settings.columns.filter((name) => name !== "count");
    api.setColumnsVisible(others, roomy.matches);
  }

  function ready(event) {
    api = event.api;
    columns();
    roomy.addEventListener("change", columns);
  }

  function choose(index, add) {
    if (index < 0 || index >= api.getDisplayedRowCount()) return;
    api.ensureIndexVisible(index);
    api.setFocusedCell(index, "word");
    api.getDisplayedRowAtIndex(index)?.setSelected(true, !add);
  }

  // After a decision: if the row still stands where it was, go on to the next; if it left the table, its place holds the next.
  function settle() {
    if (!moving) return;
    const node = api.getDisplayedRowAtIndex(moving.index);
    if (!node?.data) return;
    const index = moving.index + (node.data.word === moving.word ? 1 : 0);
    moving = null;
    requestAnimationFrame(() => {
      api.deselectAll();
      choose(Math.min(index, api.getDisplayedRowCount() - 1), false);
    });
  }

  function act(action) {
    let rows = rowsOf(api.getSelectedNodes());
    if (!rows.length && panel().dataset.row) rows = [JSON.parse(panel().dataset.row)];
    if (!rows.length && focused()?.data) rows = [focused().data];
    emit("act", { action, rows: rows.map(({ word, version, count }) => ({ word, version, count })) });
  }

  function open(word, shown) {
    clearTimeout(opening);
    opening = setTimeout(() => emit("open", { word, shown }), shown ? 0 : 150);
  }

  function navigate(asked) {
    const next = asked.nextCellPosition;
    if (next && ["ArrowUp", "ArrowDown"].includes(asked.key)) {
      api.getDisplayedRowAtIndex(next.rowIndex)?.setSelected(true, !asked.event?.shiftKey);
    }
    return next;
  }

  function selected() {
    const rows = rowsOf(api.getSelectedNodes());
    emit("chosen", rows.length);
    if (rows.length === 1 && (wide.matches || panel().classList.contains("z-open"))) open(rows[0].word, false);
  }

  const KEYS = { a: "accept", r: "reject", e: "rename", m: "merge", c: "clear", u: "undo", n: "add", "?": "help" };

  function pressed(event) {
    const at = event.target;
    const typing = at.closest?.("input, textarea, select, [contenteditable=true], .q-dialog, .q-menu");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !api) return;
    if (event.key === "/") {
      document.querySelector(".z-search input").focus();
    } else if (event.key === "Escape") {
      if (panel().classList.contains("z-open") || at.closest(".z-panel")) emit("close", null);
    } else if (event.key === "ArrowDown" && !at.closest(".z-grid, .z-panel, .z-filters")) {
      choose(0, false);
    } else if (event.key.toLowerCase() in KEYS) {
      const action = KEYS[event.key.toLowerCase()];
      act(action === "undo" && event.shiftKey ? "redo" : action);
    } else return;
    event.preventDefault();
  }
  document.addEventListener("keydown", pressed);

  return {
    number(value, digits) {
      if (value == null) return value === null ? "–" : "";
      const shown = Math.abs(value) >= 1000 ? 0 : digits;
      return value.toLocaleString("en-GB", { minimumFractionDigits: shown, maximumFractionDigits: shown });
    },
    datasource: { getRows }, ready, navigate, selected, act,
    clicked: (event) => event.data && open(event.data.word, true),
    keyed: (event) => event.event.key === "Enter" && event.data && open(event.data.word, true),
    sorted() {
      const sort = api.getColumnState().filter((x) => x.sort).sort((a, b) => a.sortIndex - b.sortIndex);
      history.replaceState(null, "", `?${address(sort)}`);
    },
    filter(params) {
      filters = params;
      moving = null;
      api.deselectAll();
      api.ensureIndexVisible(0);
      this.sorted();
      api.purgeInfiniteCache();
    },
    // Rows that were decided: shown as they are now, and read again, as some may no longer pass the filters.
    refresh(rows, move) {
      const node = focused();
      for (const row of rows) api.getRowNode(row.word)?.setData(flat(row));
      if (move && rows.length === 1 && node?.data?.word === rows[0].word) {
        moving = { index: node.rowIndex, word: rows[0].word };
      }
      api.refreshInfiniteCache();
    },
    // Both handles of a slider, so that they are read out: what they are called, their steps and values.
    handles(id, names, steps, values) {
      document.querySelectorAll(`#${id} .q-slider__thumb`).forEach((thumb, k) => {
        const told = { role: "slider", "aria-label": names[k], "aria-valuemin": 0, "aria-valuemax": 100,
          "aria-valuenow": steps[k], "aria-valuetext": values[k] };
        for (const [name, value] of Object.entries(told)) thumb.setAttribute(name, value);
      });
    },
    leave: () => api.deselectAll(),
    look: () => setTimeout(() => document.querySelector(".z-panel-word")?.focus(), 50),
    focus() {
      const cell = api.getFocusedCell();
      if (cell) api.setFocusedCell(cell.rowIndex, "word"); else choose(0, false);
    },
  };
})();
