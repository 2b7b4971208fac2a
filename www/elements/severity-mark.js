/** @import { Severity } from "../types/driftglass" */
import { WORDS } from "../shared/words.js";
import { build, buildSvg } from "./build.js";

/** Shapes differ as much as hues, so that a severity is read without colour. @type {Record<string, () => SVGElement[]>} */
const SHAPES = {
  matters: () => [buildSvg("path", { d: "M8 1 15 8 8 15 1 8Z", class: "fill" })],
  "real-size-unclear": () => [
    buildSvg("path", { d: "M8 1.8 14.2 8 8 14.2 1.8 8Z", class: "line" }),
    buildSvg("path", { d: "M8 1.8V14.2L1.8 8Z", class: "fill" }),
  ],
  "real-but-small": () => [buildSvg("circle", { cx: 8, cy: 8, r: 3.5, class: "fill" })],
  "not-enough-data": () => [buildSvg("circle", { cx: 8, cy: 8, r: 6, class: "line dashed" })],
  "no-evidence": () => [buildSvg("circle", { cx: 8, cy: 8, r: 6, class: "line" })],
  "not-compared": () => [buildSvg("path", { d: "M3 8H13", class: "line" })],
};

/** `<severity-mark severity="matters">`: icon, hue and word, or the one in `word`; with `icon-only` it is left out. */
export class SeverityMark extends HTMLElement {
  static observedAttributes = ["severity", "icon-only", "word"];

  connectedCallback() {
    this.#render();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#render();
  }

  #render() {
    const severity = /** @type {Severity} */ (this.getAttribute("severity") ?? "not-compared");
    const icon = buildSvg("svg", { viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true" }, ...(SHAPES[severity]?.() ?? []));
    const word = this.hasAttribute("icon-only") ? null : build("span", {}, this.getAttribute("word") ?? WORDS.severity[severity]?.name ?? severity);
    this.replaceChildren(icon, ...(word ? [word] : []));
  }
}

customElements.define("severity-mark", SeverityMark);
