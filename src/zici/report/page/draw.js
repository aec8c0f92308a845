// The canvas: points, the lines of a word to its nearest words, and labels that don't cover one another.
const COLOURS = {
  light: ["#2f6fb3", "#c4572b", "#3b8a4a", "#8a4fa8", "#a3781a", "#c23b6d", "#1d8a8a", "#6a6f1f", "#5c5fc4",
    "#a0503f", "#4d7a1f", "#6b6f78"],
  dark: ["#74b3f2", "#f29a6b", "#79cf8a", "#c99be8", "#e0b954", "#f487b0", "#5fd0d0", "#c2c763", "#a5a8fa",
    "#dd9a88", "#a2d166", "#b3b8c2"],
};
const CELL = 6; // pixels; labels are kept apart by the cells that they cover
const AREA = 6000; // square pixels a label, at most so dense; on a phone two thirds of it
const MANY = 20000; // points on screen: beyond, squares in the place of discs

class Painter {
  constructor(canvas, data, view) {
    Object.assign(this, { canvas, data, view, pen: canvas.getContext("2d"), only: -1, chosen: -1, over: -1 });
    this.size = Float32Array.from({ length: data.n }, (_, i) => 1 - Math.log1p(data.rank[i]) / Math.log1p(data.n));
    this.asked = false;
    this.labelled = [];
  }

  style(scheme) {
    const value = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    Object.assign(this, { ground: value("--ground"), ink: value("--ink"), mark: value("--mark") });
    this.font = value("--font");
    this.colours = COLOURS[scheme];
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

  fitCanvas() {
    this.ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(this.view.width * this.ratio);
    this.canvas.height = Math.round(this.view.height * this.ratio);
    this.columns = Math.ceil(this.view.width / CELL);
    this.lines = Math.ceil(this.view.height / CELL);
    this.ask();
  }

  colour(i) { return this.colours[this.data.group[i] % this.colours.length]; }
  seen(i) { return this.only < 0 || this.data.group[i] === this.only; }
  fontSize(i) { return 12 + 9 * Math.max(0, this.size[i] - 0.2); }

  draw() {
    const { pen, view } = this;
    pen.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    pen.fillStyle = this.ground;
    pen.fillRect(0, 0, view.width, view.height);
    const visible = this.visible();
    const labels = this.labels(visible);
    this.points(visible);
    const marked = [...new Set([this.chosen, this.over])].filter((i) => i >= 0);
    for (const i of marked) this.lineage(i);
    for (const [i, main] of labels) this.label(i, main);
    this.labelled = labels.map(([i]) => i);
  }

  // The words on screen, the most frequent first.
  visible() {
    const { data, view } = this;
    const [left, right] = [view.mapX(-30), view.mapX(view.width + 30)];
    const [top, bottom] = [view.mapY(-20), view.mapY(view.height + 20)];
    return data.order.filter((i) => data.x[i] >= left && data.x[i] <= right && data.y[i] >= top && data.y[i] <= bottom);
  }

  points(visible) {
    const { data, view, pen } = this;
    const grown = Math.min(3, Math.max(1, (view.scale / view.whole) ** 0.35));
    const squares = visible.length > MANY;
    const groups = Array.from({ length: data.groups }, () => []);
    for (const i of visible) groups[data.group[i]].push(i);
    groups.forEach((members, g) => {
      pen.globalAlpha = this.only < 0 || this.only === g ? 0.6 : 0.08;
      pen.fillStyle = this.colours[g % this.colours.length];
      if (!squares) pen.beginPath();
      for (const i of members) {
        const radius = (0.9 + 1.8 * this.size[i]) * grown;
        const [x, y] = [view.left(data.x[i]), view.top(data.y[i])];
        if (squares) {
          pen.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
        } else {
          pen.moveTo(x + radius, y);
          pen.arc(x, y, radius, 0, 7);
        }
      }
      if (!squares) pen.fill();
    });
    pen.globalAlpha = 1;
  }

  lineage(i) {
    const { data, view, pen } = this;
    pen.strokeStyle = this.mark;
    for (let k = 0; k < data.near; k++) {
      const j = nearRow(data, i, k);
      pen.globalAlpha = Math.min(1, Math.max(0.25, nearCosine(data, i, k)));
      pen.lineWidth = k < 3 ? 2 : 1.2;
      pen.beginPath();
      pen.moveTo(view.left(data.x[i]), view.top(data.y[i]));
      pen.lineTo(view.left(data.x[j]), view.top(data.y[j]));
      pen.stroke();
    }
    pen.globalAlpha = 1;
    for (let k = -1; k < data.near; k++) {
      const j = k < 0 ? i : nearRow(data, i, k);
      pen.beginPath();
      pen.arc(view.left(data.x[j]), view.top(data.y[j]), k < 0 ? 6 : 4, 0, 7);
      pen.fillStyle = this.colour(j);
      pen.fill();
      pen.lineWidth = k < 0 ? 2.5 : 1.5;
      pen.strokeStyle = k < 0 ? this.mark : this.ground;
      pen.stroke();
    }
  }

  // Pairs of a word and whether it is marked: marked words first, then by frequency while there is room.
  labels(visible) {
    const taken = new Uint8Array(this.columns * this.lines);
    const labels = [];
    const done = new Set();
    const tryOne = (i, main) => {
      if (done.has(i) || (!main && !this.seen(i)) || !this.room(i, taken, main)) return;
      done.add(i);
      labels.push([i, main]);
    };
    for (const i of [this.over, this.chosen]) if (i >= 0) tryOne(i, 2);
    for (const i of [this.over, this.chosen]) {
      for (let k = 0; i >= 0 && k < this.data.near; k++) tryOne(nearRow(this.data, i, k), 1);
    }
    const { width, height } = this.view;
    const most = labels.length + (width * height) / (width <= 640 ? AREA / 1.5 : AREA);
    for (const i of visible) {
      if (labels.length >= most) break;
      tryOne(i, 0);
    }
    return labels.reverse();
  }

  // Take the cells under a label; false where another is in the way or the middle is off the screen.
  room(i, taken, main) {
    const size = this.fontSize(i);
    const half = (this.data.wide[i] * size) / 2 + (main ? 3 : 5);
    const x = this.view.left(this.data.x[i]);
    const y = this.view.top(this.data.y[i]) - (main ? size * 0.5 + 7 : 0);
    if (x < 0 || y < 0 || x > this.view.width || y > this.view.height) return false;
    const left = Math.max(0, Math.floor((x - half) / CELL));
    const right = Math.min(this.columns - 1, Math.floor((x + half) / CELL));
    const top = Math.max(0, Math.floor((y - size * 0.62) / CELL));
    const bottom = Math.min(this.lines - 1, Math.floor((y + size * 0.62) / CELL));
    for (let row = top; main < 2 && row <= bottom; row++) {
      for (let c = left; c <= right; c++) if (taken[row * this.columns + c]) return false;
    }
    for (let row = top; row <= bottom; row++) taken.fill(1, row * this.columns + left, row * this.columns + right + 1);
    return true;
  }

  // A plain word stands on its point; a marked one above it, so that the lines' ends are seen.
  label(i, main) {
    const { pen, data, view } = this;
    const size = this.fontSize(i);
    const [x, y] = [view.left(data.x[i]), view.top(data.y[i]) - (main ? size * 0.5 + 7 : 0)];
    pen.font = `${main ? 600 : 500} ${size}px ${this.font}`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = main ? 5 : 3.5;
    pen.strokeStyle = this.ground;
    pen.strokeText(shown(data.words[i]), x, y);
    pen.fillStyle = main ? this.ink : this.colour(i);
    pen.fillText(shown(data.words[i]), x, y);
  }
}
