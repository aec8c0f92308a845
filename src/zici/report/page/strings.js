// The page's own text. English and Chinese stand side by side: which one is shown is settled in the browser.
const STRINGS = {
  en: {
    title: "Word map", search: "Find a word", none: "No such word", about: "How to read this map",
    map: "Map of words. Plus, minus: zoom. Arrows: move. 0: the whole map. Slash: find a word. Escape: no word.",
    close: "Close", zoomIn: "Zoom in", zoomOut: "Zoom out", all: "The whole map", scheme: "Light or dark",
    legend: "Groups", near: "Nearest words, by cosine", tools: "View", rank: (k) => `no. ${k}`,
    times: (k) => (k === 1 ? "once" : `${k} times`), matches: (k) => (k === 1 ? "1 word" : `${k} words`),
    group: (words, k) => `${words}: ${k} words`, chosen: (word, near) => `${word}. Nearest: ${near}`,
    read: {
      neighbours: "Words that are used alike stand together. How far apart two groups are means little.",
      umap: "Words that are used alike stand together. How far apart two groups are means little.",
      pca: "The two directions in which the vectors differ most. Words on a heap may differ in others.",
    },
    more: (n) => `${n} words. Lines and lists show the nearest words by the whole vectors. Colours are groups of `
      + "vectors, named by frequent words near their middle. Drag to move, wheel or two fingers to zoom.",
    old: "This browser is too old to read the map: it lacks DecompressionStream (2023).",
  },
  zh: {
    title: "词图", search: "查找词语", none: "没有这个词", about: "怎样看这张图",
    map: "词语地图。加号、减号：缩放；方向键：移动；0：全图；斜杠：查找；Esc：取消选择。",
    close: "关闭", zoomIn: "放大", zoomOut: "缩小", all: "全图", scheme: "浅色或深色",
    legend: "分组", near: "最近的词，按余弦", tools: "视图", rank: (k) => `第 ${k} 位`,
    times: (k) => `${k} 次`, matches: (k) => `${k} 个词`,
    group: (words, k) => `${words}：${k} 个词`, chosen: (word, near) => `${word}。最近的词：${near}`,
    read: {
      neighbours: "用法相近的词聚在一起；两组词相隔多远，意义不大。",
      umap: "用法相近的词聚在一起；两组词相隔多远，意义不大。",
      pca: "词向量差别最大的两个方向；叠在一处的词，在别的方向上仍可能不同。",
    },
    more: (n) => `共 ${n} 个词。连线和列表是按完整向量算出的最近的词；颜色是向量的分组，以组中心附近的常见词为名。`
      + "拖动可移动，滚轮或双指可缩放。",
    old: "浏览器太旧，读不了这张图：缺少 DecompressionStream（2023 年）。",
  },
};
const SETTINGS = JSON.parse(document.documentElement.dataset.settings);
const FRAME = window.frameElement; // the map may be part of another page
const TAG = SETTINGS.lang || FRAME?.lang || navigator.language || "";
const LANG = TAG.toLowerCase().startsWith("zh") ? "zh" : "en";
const T = STRINGS[LANG];
const number = (k) => k.toLocaleString(LANG === "zh" ? "zh-CN" : "en-GB");
const find = (id) => document.getElementById(id);

function nameThings() {
  document.documentElement.classList.toggle("framed", FRAME !== null);
  document.documentElement.lang = LANG === "zh" ? "zh-Hans" : "en";
  if (!SETTINGS.title) {
    document.title = T.title;
    find("title").textContent = T.title;
  }
  find("search").placeholder = T.search;
  const names = { search: T.search, found: T.search, map: T.map, close: T.close, in: T.zoomIn, out: T.zoomOut,
    all: T.all, scheme: T.scheme, legend: T.legend, near: T.near, tools: T.tools };
  for (const [id, name] of Object.entries(names)) find(id).setAttribute("aria-label", name);
  for (const id of ["close", "in", "out", "all", "scheme"]) find(id).title = names[id];
  find("about").firstElementChild.textContent = T.about;
  find("fold").textContent = T.legend;
}

// Words are only ever put into the page by this: as text, never as markup, each in its own direction.
function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}
