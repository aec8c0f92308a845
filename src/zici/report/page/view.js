// Where the map is looked at: a place of the map in the middle of the canvas, and pixels per unit.
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const CLOSEST = 250; // times the scale at which all is seen: beyond, the steps of the coordinates would show

class View {
  constructor(data, redraw) {
    Object.assign(this, { data, redraw, width: 1, height: 1, x: 0, y: 0, scale: 1, whole: 1, flight: 0 });
    let [left, right, top, bottom] = [65535, 0, 65535, 0];
    for (let i = 0; i < data.n; i++) {
      left = Math.min(left, data.x[i]);
      right = Math.max(right, data.x[i]);
      top = Math.min(top, data.y[i]);
      bottom = Math.max(bottom, data.y[i]);
    }
    this.box = { x: (left + right) / 2, y: (top + bottom) / 2, w: right - left || 1, h: bottom - top || 1 };
  }

  resize(width, height) {
    const seen = this.scale / this.whole;
    Object.assign(this, { width, height });
    const narrow = width <= 640;
    const side = narrow ? 30 : Math.min(240, width * 0.12);
    const head = narrow ? 110 : 30;
    this.shift = narrow ? 30 : 0;
    this.whole = Math.min((width - 2 * side) / this.box.w, (height - 2 * head) / this.box.h);
    this.scale = this.whole * seen;
    this.redraw();
  }

  fit(at_once) { this.fly(this.box.x, this.box.y - this.shift / this.whole, this.whole, at_once); }
  left(x) { return (x - this.x) * this.scale + this.width / 2; }
  top(y) { return (y - this.y) * this.scale + this.height / 2; }
  mapX(left) { return (left - this.width / 2) / this.scale + this.x; }
  mapY(top) { return (top - this.height / 2) / this.scale + this.y; }
  bounded(scale) { return Math.min(Math.max(scale, this.whole * 0.5), this.whole * CLOSEST); }

  pan(right, down) {
    this.stop();
    this.x = Math.min(Math.max(this.x - right / this.scale, 0), 65535);
    this.y = Math.min(Math.max(this.y - down / this.scale, 0), 65535);
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

  fly(x, y, scale, at_once = false) {
    this.stop();
    const from = { x: this.x, y: this.y, scale: this.scale };
    const begin = performance.now();
    const length = at_once || calm.matches ? 0 : 450;
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
