// The words of the map: columns of numbers, little-endian.
async function readData() {
  const { head, column } = await readPacked("data");
  const n = head.words.length;
  const data = { n, words: head.words, names: head.names, near: head.near };
  data.x = column(Uint16Array);
  data.y = column(Uint16Array);
  // The map is longest along x; a screen that is held upright shows more of it so.
  if (window.innerHeight > window.innerWidth) [data.x, data.y] = [data.y, data.x];
  data.group = column(Uint8Array);
  data.counts = head.counts ? column(Float64Array) : null;
  data.rows = column(head.width === 2 ? Uint16Array : Uint32Array, n * head.near);
  data.cosines = column(Uint8Array, n * head.near);
  data.order = byFrequency(data);
  data.rank = new Uint32Array(n);
  data.order.forEach((i, k) => { data.rank[i] = k; });
  data.wide = Float32Array.from(data.words, widthOf);
  data.index = new Map(data.words.map((word, i) => [word, i]));
  data.groups = data.names.length;
  return data;
}

// The words from the most frequent; in the order given where counts are unknown.
function byFrequency(data) {
  const order = Uint32Array.from({ length: data.n }, (_, i) => i);
  return data.counts ? order.sort((a, b) => data.counts[b] - data.counts[a] || a - b) : order;
}

// How wide a word is in units of its font size, near enough to keep labels apart without measuring each.
function widthOf(word) {
  let width = 0;
  for (const sign of shown(word)) width += sign.codePointAt(0) < 0x1100 ? 0.6 : 1.05;
  return width;
}

// A label: a very long word is cut.
function shown(word) {
  if (word.length <= 24) return word;
  const signs = [...word];
  return signs.length <= 24 ? word : signs.slice(0, 23).join("") + "…";
}

const nearRow = (data, i, k) => data.rows[k * data.n + i];
const nearCosine = (data, i, k) => data.cosines[k * data.n + i] / 100 - 1;

// The cells of a grid, to find the word under the pointer without looking at all of them.
class Grid {
  constructor(data) {
    this.data = data;
    this.start = new Uint32Array(257 * 256 + 1);
    const cell = (i) => (data.y[i] >> 8) * 256 + (data.x[i] >> 8);
    for (let i = 0; i < data.n; i++) this.start[cell(i) + 1]++;
    for (let c = 1; c < this.start.length; c++) this.start[c] += this.start[c - 1];
    const next = this.start.slice();
    this.items = new Uint32Array(data.n);
    for (let i = 0; i < data.n; i++) this.items[next[cell(i)]++] = i;
  }

  nearest(x, y, reach, good) {
    const from = (v) => Math.max(0, Math.floor((v - reach) / 256));
    const to = (v) => Math.min(255, Math.floor((v + reach) / 256));
    let best = -1;
    let least = reach * reach;
    for (let row = from(y); row <= to(y); row++) {
      const stop = this.start[row * 256 + to(x) + 1];
      for (let k = this.start[row * 256 + from(x)]; k < stop; k++) {
        const i = this.items[k];
        const d = (this.data.x[i] - x) ** 2 + (this.data.y[i] - y) ** 2;
        if (d <= least && good(i)) [best, least] = [i, d];
      }
    }
    return best;
  }
}
