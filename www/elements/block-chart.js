/** @import { Block, DrawOptions, Scene, SceneMark, TableBlock } from "../types/driftglass" */
import { save } from "../shared/save.js";
import { dark, themeInForce } from "../shared/theme-in-force.js";
import { WORDS } from "../shared/words.js";
import { build } from "./build.js";
import "./data-table.js";

/**
 * How a chart is drawn and described; the engine on the page provides both.
 * @typedef {object} Drawing
 * @property {(canvas: HTMLCanvasElement, block: Block, options: DrawOptions) => Scene} draw
 * @property {(block: Block, width: number) => number} naturalHeight
 * @property {(block: Block) => { sentence: string, table: TableBlock }} describe
 * @property {(block: Block) => { name: string, block: Block }[]} views other drawings of the same numbers
 * @property {(block: Block, low: number, high: number) => Block | null} zoom the block between two values of its horizontal axis
 * @property {(block: Block, options: DrawOptions) => Promise<string>} drawSvg
 */

/** Between a mark and its tooltip. */
const GAP = 8;
/** A drag shorter than this is a click. */
const BRUSH = 12;
/** Browsers refuse canvases beyond it. */
const LARGEST_CANVAS_SIDE = 16_000;

/**
 * A chart of one block: canvas, sentence, readable marks (pointer and arrow keys) and the data behind it.
 * Properties `drawing` and `block`, in this order.
 */
export class BlockChart extends HTMLElement {
  /** @type {Drawing | null} */
  drawing = null;
  /** @type {Block | null} */
  #block = null;
  /** @type {Scene | null} */
  #scene = null;
  #marked = -1;
  /** The mark that stays until it is let go of. */
  #pinned = -1;
  /** The drawing that is shown: the block itself or another view of it. @type {Block | null} */
  #shown = null;
  /** The whole of what is drawn, where a part of it is. @type {Block | null} */
  #whole = null;
  /** Where a drag along the axis began. @type {number | null} */
  #from = null;
  /** The click that ends a drag points at nothing. */
  #dragged = false;
  #width = 0;
  #frame = 0;
  #drawing = 0;
  /** @type {AbortController | null} */
  #listening = null;
  #canvas = build("canvas", { role: "img" });
  #plot = build("div", { class: "plot", tabindex: 0, role: "group", "aria-roledescription": WORDS.chart.description });
  #marker = build("div", { class: "marker", hidden: true });
  #brush = build("div", { class: "brush", hidden: true });
  #tooltip = build("div", { class: "tooltip", hidden: true });
  #live = build("p", { class: "visually-hidden", "aria-live": "polite" });
  #resized = new ResizeObserver(() => this.#schedule());

  get block() {
    return this.#block;
  }

  set block(block) {
    this.#block = block;
    this.#shown = block;
    this.#whole = null;
    this.#pinned = -1;
    if (this.isConnected) this.#render();
  }

  /** Draws another block now and not in a later frame: printing does not wait for one. @param {Block} block */
  drawAtOnce(block) {
    this.#block = block;
    this.#show(block, null);
  }

  connectedCallback() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    this.#plot.addEventListener("pointerdown", (event) => this.#begin(event), { signal });
    this.#plot.addEventListener("pointermove", (event) => this.#drag(event) || this.#point(event), { signal });
    this.#plot.addEventListener("pointerup", (event) => this.#end(event), { signal });
    this.#plot.addEventListener("pointercancel", () => this.#release(), { signal });
    this.#plot.addEventListener("pointerleave", () => this.#mark(this.#pinned), { signal });
    this.#plot.addEventListener("click", (event) => {
      if (this.#dragged) return;
      this.#point(event);
      this.#pin();
    }, { signal });
    this.#plot.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.#plot.addEventListener("blur", () => this.#mark(this.#pinned), { signal });
    dark.addEventListener("change", () => this.#redraw(), { signal });
    document.addEventListener("themechange", () => this.#redraw(), { signal });
    this.#watchPixelRatio(signal);
    this.#resized.observe(this);
    this.#render();
  }

  disconnectedCallback() {
    this.#listening?.abort();
    this.#resized.disconnect();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#drawing);
    this.#frame = 0;
  }

  /** @param {AbortSignal} signal */
  #watchPixelRatio(signal) {
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener(
      "change",
      () => {
        this.#redraw();
        this.#watchPixelRatio(signal);
      },
      { once: true, signal },
    );
  }

  /**
   * Builds in the next frame and draws in a task after it: several charts put in together share no task with what put
   * them there, and the first drawing none with the layout of the page.
   */
  #render() {
    if (!this.#block || !this.drawing) return;
    this.#width = -1;
    this.#schedule();
  }

  #build() {
    const block = this.#shown;
    if (!block || !this.#block || !this.drawing) return;
    const { sentence, table } = this.drawing.describe(block);
    const title = "title" in block ? block.title : "";
    this.#canvas.setAttribute("aria-label", sentence);
    this.#plot.setAttribute("aria-label", `${title}. ${WORDS.chart.keys}`);
    this.#plot.replaceChildren(this.#canvas, this.#marker, this.#brush, this.#tooltip);
    const data = build("details", { class: "data" }, build("summary", {}, WORDS.chart.data));
    data.addEventListener("toggle", () => {
      if (!data.open || data.querySelector("data-table")) return;
      const shown = /** @type {import("./data-table.js").DataTable} */ (document.createElement("data-table"));
      shown.table = table;
      data.append(this.#files(title, table), shown);
    });
    const focused = document.activeElement === this.#plot;
    this.replaceChildren(
      // The heading says what was found; what is drawn stands under it.
      build("figure", {}, build("figcaption", {}, build("h3", {}, sentence), title ? build("p", { class: "chart-title" }, title) : null), this.#views(), this.#wholeButton(), this.#plot, this.#live, data),
    );
    if (focused) this.#plot.focus({ preventScroll: true });
    this.#width = 0;
  }

  /** Buttons for the other drawings of the same numbers, where there are any. */
  #views() {
    const block = this.#block;
    const others = block ? this.drawing?.views(block) ?? [] : [];
    if (!block || others.length === 0) return null;
    // The views of a block are of different kinds.
    const choices = [{ name: /** @type {string} */ (block.kind), block }, ...others].map(({ name, block: view }) => {
      const here = this.#shown?.kind === view.kind;
      const button = build("button", { type: "button", "aria-pressed": String(here), "data-view": name }, WORDS.chart.view[name] ?? name);
      button.addEventListener("click", () => {
        this.#shown = view;
        this.#whole = null;
        this.#pinned = -1;
        this.#build();
        this.#fit();
        /** @type {HTMLElement | null} */ (this.querySelector(`[data-view="${name}"]`))?.focus();
      });
      return button;
    });
    return build("div", { class: "views", role: "group", "aria-label": WORDS.chart.views }, ...choices);
  }

  /**
   * @param {string} title
   * @param {TableBlock} table
   */
  #files(title, table) {
    const name = title.replace(/[^\p{L}\p{N}_-]+/gu, "-").slice(0, 60) || "chart";
    const words = WORDS.chart;
    const [png, svg, csv] = [words.png, words.svg, words.csv].map((text) => build("button", { type: "button" }, text));
    png?.addEventListener("click", () => this.#canvas.toBlob((blob) => blob && save(blob, `${name}.png`)));
    svg?.addEventListener("click", async () => {
      if (!this.#shown || !this.drawing) return;
      try {
        const text = await this.drawing.drawSvg(this.#shown, { width: Math.max(this.#width, 480), height: 0, pixelRatio: 1, theme: "print" });
        save(new Blob([text], { type: "image/svg+xml" }), `${name}.svg`);
      } catch {
        this.#live.textContent = words.failed;
      }
    });
    csv?.addEventListener("click", () => {
      const lines = [table.columns.map((column) => column.label), ...table.rows.map((row) => row.map((cell) => (typeof cell === "string" ? cell : cell === null ? "" : String(cell))))];
      void this.#copy(lines.map((line) => line.join("\t")).join("\n"), title);
    });
    return build("div", { class: "chart-files", role: "group", "aria-label": words.files }, png, svg, csv);
  }

  /**
   * @param {string} text
   * @param {string} said what is announced in its place
   */
  async #copy(text, said) {
    const copied = await navigator.clipboard.writeText(text).then(() => true, () => false);
    this.#live.textContent = copied ? WORDS.chart.copied(said) : WORDS.chart.notCopied;
  }

  /** Holds the mark that is pointed at, or lets go of the one held. */
  #pin() {
    this.#pinned = this.#pinned === this.#marked ? -1 : this.#marked;
    this.#mark(this.#marked);
    if (this.#pinned < 0) return;
    this.#live.textContent = WORDS.chart.pinned;
    const mark = this.#scene?.marks[this.#pinned];
    if (mark) this.dispatchEvent(new CustomEvent("markchosen", { bubbles: true, detail: { label: mark.label } }));
  }

  /** The way back from a part to the whole. */
  #wholeButton() {
    if (!this.#whole) return null;
    const button = build("button", { type: "button", class: "plain", "data-whole": true }, WORDS.chart.whole);
    button.addEventListener("click", () => this.#unzoom());
    return button;
  }

  #unzoom() {
    if (!this.#whole) return;
    this.#show(this.#whole, null);
    this.#plot.focus();
  }

  /** @param {Block} block @param {Block | null} whole */
  #show(block, whole) {
    this.#shown = block;
    this.#whole = whole;
    this.#pinned = -1;
    this.#build();
    this.#fit();
  }

  /** Draws the part between two values of the axis. @param {number} low @param {number} high */
  #zoom(low, high) {
    const part = this.#shown && this.drawing ? this.drawing.zoom(this.#shown, low, high) : null;
    if (!part || !this.#shown) {
      this.#live.textContent = WORDS.chart.noZoom;
      return;
    }
    this.#show(part, this.#whole ?? this.#shown);
    this.#live.textContent = WORDS.chart.zoomed;
  }

  /** Half of the axis around the mark that was walked to, or its middle half. */
  #zoomAtMark() {
    const x = this.#scene?.x;
    if (!x) return;
    const mark = this.#scene?.marks[this.#marked];
    const centre = mark ? mark.x + mark.width / 2 : (x.from + x.to) / 2;
    const quarter = (x.to - x.from) / 4;
    this.#zoom(this.#valueAt(centre - quarter), this.#valueAt(centre + quarter));
  }

  /** @param {number} px */
  #valueAt(px) {
    const x = this.#scene?.x;
    if (!x) return NaN;
    const share = Math.min(Math.max((px - x.from) / (x.to - x.from), 0), 1);
    return x.log ? x.low * (x.high / x.low) ** share : x.low + share * (x.high - x.low);
  }

  /** @param {PointerEvent} event */
  #along(event) {
    return event.clientX - this.#canvas.getBoundingClientRect().left;
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    this.#dragged = false;
    if (event.button === 0 && this.#scene?.x && event.pointerType !== "touch") this.#from = this.#along(event);
  }

  /** Whether the pointer drags a part out. @param {PointerEvent} event */
  #drag(event) {
    if (this.#from === null || !(event.buttons & 1)) {
      this.#from = null;
      return false;
    }
    const now = this.#along(event);
    if (!this.#dragged && Math.abs(now - this.#from) < BRUSH) return false;
    if (!this.#dragged) this.#plot.setPointerCapture(event.pointerId);
    this.#dragged = true;
    const plot = this.#scene?.plot;
    if (!plot) return true;
    this.#mark(-1);
    this.#brush.hidden = false;
    this.#brush.style.setProperty("transform", `translate(${Math.min(now, this.#from)}px, ${plot.y}px)`);
    this.#brush.style.setProperty("width", `${Math.abs(now - this.#from)}px`);
    this.#brush.style.setProperty("height", `${plot.height}px`);
    return true;
  }

  /** @param {PointerEvent} event */
  #end(event) {
    const from = this.#from;
    this.#release();
    if (!this.#dragged || from === null) return;
    const ends = [this.#valueAt(from), this.#valueAt(this.#along(event))];
    this.#zoom(Math.min(...ends), Math.max(...ends));
  }

  #release() {
    this.#from = null;
    this.#brush.hidden = true;
  }

  #schedule() {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.#width >= 0) return this.#fit();
      this.#build();
      this.#drawing = setTimeout(() => this.#fit());
    });
  }

  #fit() {
    if (Math.floor(this.#plot.clientWidth) !== this.#width) this.#redraw();
  }

  #redraw() {
    const width = Math.floor(this.#plot.clientWidth);
    if (!this.#shown || !this.drawing || this.#width < 0 || width < 40) return;
    this.#width = width;
    try {
      const height = this.drawing.naturalHeight(this.#shown, width);
      const pixelRatio = Math.min(devicePixelRatio, LARGEST_CANVAS_SIDE / height);
      this.#canvas.width = Math.round(width * pixelRatio);
      this.#canvas.height = Math.round(height * pixelRatio);
      this.#canvas.style.setProperty("width", `${width}px`);
      this.#canvas.style.setProperty("height", `${height}px`);
      this.#scene = this.drawing.draw(this.#canvas, this.#shown, { width, height, pixelRatio, theme: themeInForce() });
      this.#mark(-1);
    } catch {
      this.#scene = null;
      this.#plot.replaceChildren(build("p", { class: "quiet" }, WORDS.chart.failed));
    }
  }

  /** @param {MouseEvent} event */
  #point(event) {
    if (event.type === "pointermove" && this.#pinned >= 0) return;
    const marks = this.#scene?.marks ?? [];
    const box = this.#canvas.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    let nearest = -1;
    let best = 48;
    marks.forEach((mark, index) => {
      const distance = away(mark, x, y);
      if (distance < best) {
        best = distance;
        nearest = index;
      }
    });
    this.#mark(nearest);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const last = (this.#scene?.marks.length ?? 0) - 1;
    if (last < 0) return;
    const moves = /** @type {Record<string, number>} */ ({
      ArrowRight: Math.min(this.#marked + 1, last),
      ArrowDown: Math.min(this.#marked + 1, last),
      ArrowLeft: Math.max(this.#marked - 1, 0),
      ArrowUp: Math.max(this.#marked - 1, 0),
      Home: 0,
      End: last,
      Escape: -1,
    });
    const mark = this.#scene?.marks[this.#marked];
    if (event.key === "Enter" && mark) {
      event.preventDefault();
      return this.#pin();
    }
    if (event.key.toLowerCase() === "c" && mark && !event.ctrlKey && !event.metaKey) {
      const text = WORDS.chart.mark(mark.label, mark.value);
      return void this.#copy(text, text);
    }
    if (event.key === "+" || event.key === "=") {
      event.preventDefault();
      return this.#zoomAtMark();
    }
    if (event.key === "-" || event.key === "0") {
      event.preventDefault();
      return this.#unzoom();
    }
    if (event.key === "Escape") this.#pinned = -1;
    const target = moves[event.key];
    if (target === undefined) return;
    event.preventDefault();
    this.#mark(target);
    const reached = this.#scene?.marks[target];
    this.#live.textContent = reached ? WORDS.chart.mark(reached.label, reached.value) : "";
  }

  /** @param {number} index */
  #mark(index) {
    this.#marked = index;
    const mark = this.#scene?.marks[index];
    this.#marker.hidden = !mark;
    this.#marker.toggleAttribute("data-pinned", Boolean(mark) && index === this.#pinned);
    this.#tooltip.hidden = !mark;
    if (!mark || !this.#scene) return;
    const width = Math.max(mark.width, 8);
    const height = Math.max(mark.height, 8);
    const left = mark.x + mark.width / 2 - width / 2;
    const top = mark.y + mark.height / 2 - height / 2;
    this.#marker.style.setProperty("transform", `translate(${left}px, ${top}px)`);
    this.#marker.style.setProperty("width", `${width}px`);
    this.#marker.style.setProperty("height", `${height}px`);
    this.#tooltip.replaceChildren(build("strong", {}, mark.label), build("span", {}, mark.value));
    const [x, y] = tooltipPlace(mark, this.#tooltip.offsetWidth, this.#tooltip.offsetHeight, this.#scene.width);
    this.#tooltip.style.setProperty("transform", `translate(${x}px, ${y}px)`);
  }
}

/**
 * Where a tooltip stands: beside a tall mark, above a small one, below it where there is no room above.
 * @param {SceneMark} mark
 * @param {number} width
 * @param {number} height
 * @param {number} room width of the drawing
 * @returns {[number, number]}
 */
function tooltipPlace(mark, width, height, room) {
  if (mark.height > 2 * height) {
    const right = mark.x + mark.width + GAP;
    return [right + width <= room ? right : Math.max(mark.x - width - GAP, 0), mark.y + GAP];
  }
  const centred = mark.x + mark.width / 2 - width / 2;
  const above = mark.y - height - GAP;
  return [Math.max(Math.min(centred, room - width), 0), above >= 0 ? above : mark.y + mark.height + GAP];
}

/**
 * Distance of a point from a mark's box, 0 inside.
 * @param {SceneMark} mark
 * @param {number} x
 * @param {number} y
 */
function away(mark, x, y) {
  const dx = Math.max(mark.x - x, 0, x - mark.x - mark.width);
  const dy = Math.max(mark.y - y, 0, y - mark.y - mark.height);
  return Math.hypot(dx, dy);
}

customElements.define("block-chart", BlockChart);
