// Where the map is looked at: a place of the map in the middle of the canvas, and pixels per unit.
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const LEVELS = 65535; // of a coordinate
const CLOSEST = 250; // times the scale at which all is seen: beyond, the steps of the coordinates would show

function ends(column) {
  const sorted = column.slice().sort();
  const at = (part) => sorted[Math.round(part * (sorted.length - 1))];
  return sorted.length < 100 ? [at(0), at(1)] : [at(0.01), at(0.99)];
}

class View {
  constructor(data, redraw) {
    Object.assign(this, { data, redraw, width: 1, height: 1, x: 0, y: 0, scale: 1, whole: 1, flight: 0 });
    // All but the outermost hundredth: a few words far away shall not make the rest small.
    const [left, right] = ends(data.x);
    const [top, bottom] = ends(data.y);
    this.box = { x: (left + right) / 2, y: (top + bottom) / 2, w: right - left || 1, h: bottom - top || 1 };
  }

  resize(width, height) {
    const seen = this.scale / this.whole;
    Object.assign(this, { width, height });
    // Room that the cards leave.
    const [left, right, top, bottom] = width <= 640 ? [36, 36, 130, 70] : [Math.min(300, width * 0.25), 90, 40, 40];
    this.aside = { x: (left - right) / 2, y: (top - bottom) / 2 };
    const [across, down] = [Math.max(100, width - left - right), Math.max(100, height - top - bottom)];
    this.whole = Math.min(across / this.box.w, down / this.box.h);
    this.scale = this.whole * seen;
    this.redraw();
  }

  fit(atOnce) {
    const { box, aside, whole } = this;
    this.fly(box.x - aside.x / whole, box.y - aside.y / whole, whole, atOnce);
  }

  left(x) { return (x - this.x) * this.scale + this.width / 2; }
  top(y) { return (y - this.y) * this.scale + this.height / 2; }
  mapX(left) { return (left - this.width / 2) / this.scale + this.x; }
  mapY(top) { return (top - this.height / 2) / this.scale + this.y; }
  bounded(scale) { return Math.min(Math.max(scale, this.whole * 0.5), this.whole * CLOSEST); }

  pan(right, down) {
    this.stop();
    this.x = Math.min(Math.max(this.x - right / this.scale, -LEVELS / 4), LEVELS * 1.25);
    this.y = Math.min(Math.max(this.y - down / this.scale, -LEVELS / 4), LEVELS * 1.25);
    this.redraw();
  }

  zoom(factor, left = this.width / 2, top = this.height / 2) {
    this.stop();
    const [x, y] = [this.mapX(left), this.mapY(top)];
    this.scale = this.bounded(this.scale * factor);
    this.x = x - (left - this.width / 2) / this.scale;
    this.y = y - (top - this.height / 2) / this.scale;
    this.redraw();
  }

  stop() {
    cancelAnimationFrame(this.flight);
    this.flight = 0;
  }

  fly(x, y, scale, atOnce = false) {
    this.stop();
    const from = { x: this.x, y: this.y, scale: this.scale };
    const begin = performance.now();
    const length = atOnce || calm.matches ? 0 : 450;
    const step = (now) => {
      const t = length ? Math.min(1, Math.max(0, now - begin) / length) : 1;
      const part = t * t * (3 - 2 * t);
      this.scale = from.scale * (scale / from.scale) ** part;
      this.x = from.x + (x - from.x) * part;
      this.y = from.y + (y - from.y) * part;
      this.redraw();
      this.flight = t < 1 ? requestAnimationFrame(step) : 0;
    };
    step(begin);
  }
}
