// Mouse, fingers and keys on the canvas.
const STEP = 80; // pixels that an arrow key moves

class Hand {
  constructor(canvas, grid, view, painter, selection) {
    Object.assign(this, { canvas, grid, view, painter, selection, fingers: new Map(), moved: 0 });
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, (event) => this.up(event));
    canvas.addEventListener("pointerleave", () => this.leave());
    canvas.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    canvas.addEventListener("dblclick", (event) => view.zoom(2, event.clientX, event.clientY));
    canvas.addEventListener("keydown", (event) => this.key(event));
  }

  // The word whose label or point is at a place of the screen, or -1.
  wordAt(left, top, reach) {
    const { view, painter, grid } = this;
    const { data } = painter;
    for (let k = painter.labelled.length - 1; k >= 0; k--) {
      const i = painter.labelled[k];
      const size = painter.fontSize(i);
      const away = Math.abs(view.left(data.x[i]) - left);
      if (Math.abs(view.top(data.y[i]) - top) < size * 0.6 && away < (data.wide[i] * size) / 2) return i;
    }
    return grid.nearest(view.mapX(left), view.mapY(top), reach / view.scale, (i) => painter.seen(i));
  }

  down(event) {
    if (event.button !== 0) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (this.fingers.size === 1) this.moved = 0;
    this.canvas.classList.add("held");
    this.selection.hideTip();
  }

  move(event) {
    const finger = this.fingers.get(event.pointerId);
    if (!finger) {
      this.hover(event);
      return;
    }
    const before = this.spread();
    const [right, down] = [event.clientX - finger.x, event.clientY - finger.y];
    this.moved += Math.abs(right) + Math.abs(down);
    Object.assign(finger, { x: event.clientX, y: event.clientY });
    this.view.pan(right / this.fingers.size, down / this.fingers.size);
    const after = this.spread();
    if (before && after) this.view.zoom(after.size / before.size, after.x, after.y);
  }

  // The middle of two fingers and how far apart they are.
  spread() {
    if (this.fingers.size !== 2) return null;
    const [a, b] = [...this.fingers.values()];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, size: Math.max(10, Math.hypot(a.x - b.x, a.y - b.y)) };
  }

  up(event) {
    if (!this.fingers.delete(event.pointerId)) return;
    if (this.fingers.size) {
      this.moved = Infinity; // the rest of a pinch is no tap
      return;
    }
    this.canvas.classList.remove("held");
    if (event.type === "pointerup" && this.moved < 8) {
      const i = this.wordAt(event.clientX, event.clientY, event.pointerType === "mouse" ? 12 : 24);
      this.selection.choose(i);
    }
  }

  hover(event) {
    if (event.pointerType === "touch") return;
    const i = this.wordAt(event.clientX, event.clientY, 10);
    this.canvas.classList.toggle("over", i >= 0);
    this.selection.point(i);
    if (i >= 0) this.selection.tip(i, event.clientX, event.clientY);
    else this.selection.hideTip();
  }

  leave() {
    if (this.fingers.size) return;
    this.selection.point(-1);
    this.selection.hideTip();
  }

  wheel(event) {
    // In a page around the map the wheel is the page's, until the map has been clicked.
    if (FRAME && document.activeElement !== this.canvas && !event.ctrlKey) return;
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 18 : event.deltaMode === 2 ? 400 : 1;
    // A pinch on a touchpad comes as small steps with the control key.
    const strength = event.ctrlKey ? 0.01 : 0.0018;
    const turn = Math.min(Math.max(event.deltaY * lines * strength, -1), 1);
    this.view.zoom(Math.exp(-turn), event.clientX, event.clientY);
    this.selection.hideTip();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { view } = this;
    const acts = {
      "+": () => view.zoom(1.4), "=": () => view.zoom(1.4), "-": () => view.zoom(1 / 1.4), "0": () => view.fit(),
      ArrowLeft: () => view.pan(STEP, 0), ArrowRight: () => view.pan(-STEP, 0),
      ArrowUp: () => view.pan(0, STEP), ArrowDown: () => view.pan(0, -STEP),
    };
    if (!(event.key in acts)) return;
    event.preventDefault();
    acts[event.key]();
  }
}
