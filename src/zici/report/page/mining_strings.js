// What the table and the panel of a word say; the language is that of the page's version that is shown.
const STRINGS = {
  en: {
    find: "Find words", length: "Length", any: "any length", chars: (k) => (k === 1 ? "1 character" : `${k} characters`),
    from: (k) => `${k} characters or more`, fresh: "new only", table: "Words", row: (k) => `row ${k}`,
    shown: (k, all) => (k === all ? `${all} words` : `${k} of ${all} words`), none: "No word is like this.",
    columns: {
      word: ["Word"], count: ["Count", "How often it was seen"], length: ["Length", "Characters"],
      pmi: ["PMI", "Cohesion: how much oftener the parts stand together than by chance, natural logarithm"],
      left_entropy: ["Left entropy", "How freely characters vary before it, in nats"],
      right_entropy: ["Right entropy", "How freely characters vary after it, in nats"],
      weight: ["Weight", "What the segmenter counts it as"],
    },
    fresh_mark: "new", examples: "In the text", no_examples: "It wasn't cut out as a word in the part of the text that was read.",
    choose: "Choose a word in the table.", map: "Show on the map", wide: "Full screen", frame: "Map of the words",
    keys: "Arrows: the next word. Page up, page down, home, end. Headings sort.",
    old: "This browser is too old for the table: it lacks DecompressionStream (2023).",
    numbers: "Numbers", word_panel: "The chosen word",
  },
  zh: {
    find: "查找词语", length: "长度", any: "不限长度", chars: (k) => `${k} 个字`, from: (k) => `${k} 个字以上`,
    fresh: "只看新词", table: "词表", row: (k) => `第 ${k} 行`,
    shown: (k, all) => (k === all ? `${all} 个词` : `${all} 个词中的 ${k} 个`), none: "没有这样的词。",
    columns: {
      word: ["词"], count: ["次数", "出现的次数"], length: ["长度", "字数"],
      pmi: ["凝固度", "PMI：各部分在一起比碰巧多出多少，自然对数"],
      left_entropy: ["左熵", "左边的字有多自由，自然对数"], right_entropy: ["右熵", "右边的字有多自由，自然对数"],
      weight: ["权重", "切分时算作的次数"],
    },
    fresh_mark: "新词", examples: "例句", no_examples: "在读过的文本里，它没有被单独切分出来。", choose: "请在表中选一个词。",
    map: "在地图上看", wide: "全屏", frame: "词的地图", keys: "方向键：上下移动；也可用 Page Up、Page Down、Home、End。点表头排序。",
    old: "浏览器太旧，显示不了词表：缺少 DecompressionStream（2023 年）。",
    numbers: "数值", word_panel: "选中的词",
  },
};
let T = STRINGS.en;
let locale = "en-GB";

// The version of the page that is shown; from now on all is said in its language.
function version() {
  const main = document.querySelector("main:not([hidden])");
  const chinese = main.lang.startsWith("zh");
  T = chinese ? STRINGS.zh : STRINGS.en;
  locale = chinese ? "zh-CN" : "en-GB";
  return main;
}

const number = (k) => k.toLocaleString(locale);

// Words are only ever put into the page by this: as text, never as markup.
function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}
