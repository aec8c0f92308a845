// The words with their columns, out of what zici.report packed.
const ARRAYS = { h: Int16Array, f: Float32Array, u: Uint32Array, d: Float64Array };
const NONE = 0xffffffff;
const NAN = -32768;

async function readWords() {
  const { head, column } = await readPacked("words");
  const data = { n: head.words.length, words: head.words, known: head.known, width: head.width, columns: [] };
  for (const [name, kind] of head.columns) {
    const values = column(ARRAYS[kind]);
    const read = kind === "h" ? Float64Array.from(values, (v) => (v === NAN ? NaN : v / 100)) : values;
    data.columns.push({ name, values: read, whole: kind === "u" || wholeOnly(read) });
  }
  data.flags = column(Uint8Array);
  data.places = Array.from({ length: head.examples }, () => column(Uint32Array));
  data.text = new TextDecoder("utf-16le").decode(column(Uint8Array, head.text));
  const lengths = Uint32Array.from(data.words, (word) => { let k = 0; for (const _ of word) k++; return k; });
  data.columns.push({ name: "length", values: lengths, whole: true });
  data.lengths = lengths;
  return data;
}

const wholeOnly = (values) => values.every((v) => Number.isNaN(v) || Number.isInteger(v));
const isMapped = (data, i) => (data.flags[i] & 1) === 1;
const isNew = (data, i) => (data.flags[i] & 2) === 2;

const formats = new Map(); // to make one takes longer than to use it

function told(column, i) { return written(column, column.values[i]); }

// Of a large number two digits behind the point say nothing.
function written(column, value) {
  if (Number.isNaN(value)) return "–";
  const digits = column.whole || Math.abs(value) >= 100 ? 0 : 2;
  const key = `${locale} ${digits}`;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  if (!formats.has(key)) formats.set(key, new Intl.NumberFormat(locale, options));
  return formats.get(key).format(value);
}

// The longest number of a column, about.
function longest(column) {
  let [low, high] = [0, 0];
  for (const value of column.values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return Math.max(...[low, high].map((value) => written(column, value).length), column.whole ? 0 : 5);
}

// What stands before and after a word at each of its examples.
function examples(data, i) {
  const { text, width } = data;
  const found = [];
  for (const places of data.places) {
    const at = places[i];
    if (at === NONE) continue;
    const end = at + data.words[i].length;
    const before = text.slice(Math.max(0, at - width), at).split("\n").at(-1);
    const after = text.slice(end, end + width).split("\n", 1)[0];
    found.push([(before.length === width ? "…" : "") + whole(before), whole(after) + (after.length === width ? "…" : "")]);
  }
  return found;
}

// Without half of a pair of surrogates at an end.
const whole = (text) => text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "");

// The numbers of the words that pass the filters, in order; a value that is unknown comes last.
function arranged(data, { text, least, most, fresh }, { name, down }) {
  const wanted = text.trim().toLowerCase();
  data.lower ??= data.words.map((word) => word.toLowerCase());
  const rows = [];
  for (let i = 0; i < data.n; i++) {
    if (data.lengths[i] < least || data.lengths[i] > most) continue;
    if (fresh && !isNew(data, i)) continue;
    if (wanted && !data.lower[i].includes(wanted)) continue;
    rows.push(i);
  }
  const order = Uint32Array.from(rows);
  const sign = down ? -1 : 1;
  if (name === "word") {
    data.alphabet ??= alphabet(data);
    return order.sort((a, b) => sign * (data.alphabet[a] - data.alphabet[b]));
  }
  const { values } = data.columns.find((column) => column.name === name);
  return order.sort((a, b) => {
    const [left, right] = [values[a], values[b]];
    if (left !== left || right !== right) return (left !== left) - (right !== right) || a - b;
    return sign * (left - right) || a - b;
  });
}

// For each word its place among all, by code: sorted once.
function alphabet(data) {
  const order = Uint32Array.from(data.words, (_, i) => i);
  order.sort((a, b) => (data.words[a] < data.words[b] ? -1 : data.words[a] > data.words[b] ? 1 : 0));
  const places = new Uint32Array(data.n);
  order.forEach((i, k) => { places[i] = k; });
  return places;
}
