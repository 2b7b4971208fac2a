/** @import { Effect } from "../types/driftglass" */
import { formatInterval, formatNumber } from "../shared/format.js";
import { WORDS } from "../shared/words.js";
import { buildSvg } from "./build.js";

const WIDTH = 160;
const HEIGHT = 28;
const INSET = 5;
const MIDDLE = 17;

/** The right end of the scale: marks under each other share it, whatever their unit, and their thresholds line up. */
const THRESHOLDS_SHOWN = 4;

/**
 * A small picture of an effect: estimate and interval, in multiples of the threshold they are judged against.
 * What lies beyond the right end is drawn at it as an arrow. Property `effect`.
 */
export class EffectMark extends HTMLElement {
  /** @type {Effect | null} */
  #effect = null;

  get effect() {
    return this.#effect;
  }

  set effect(effect) {
    this.#effect = effect;
    this.#render();
  }

  connectedCallback() {
    this.#render();
  }

  #render() {
    const effect = this.#effect;
    if (!effect || effect.value === null) {
      this.replaceChildren();
      return;
    }
    // Where anything at all matters the threshold is 0, and the effect itself makes the scale.
    const scale = effect.threshold * THRESHOLDS_SHOWN || Math.max(effect.value, effect.interval?.high ?? 0, Number.MIN_VALUE) * 1.25;
    const at = (/** @type {number} */ value) => round(INSET + Math.min(Math.max(value / scale, 0), 1) * (WIDTH - 2 * INSET));
    const threshold = at(effect.threshold);
    const picture = buildSvg(
      "svg",
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, role: "img", "aria-label": describe(effect) },
      buildSvg("path", { d: `M${INSET} ${MIDDLE}H${WIDTH - INSET}`, class: "axis" }),
      buildSvg("path", { d: `M${threshold} 5V${HEIGHT - 2}`, class: "threshold" }),
    );
    if (effect.interval) {
      const low = at(effect.interval.low);
      const high = Math.max(at(effect.interval.high), low + 1);
      picture.append(buildSvg("path", { d: `M${low} ${MIDDLE}H${high}`, class: "interval" }));
    }
    const x = at(effect.value);
    picture.append(
      effect.value > scale
        ? buildSvg("path", { d: `M${x - 7} ${MIDDLE - 6}L${x + 5} ${MIDDLE}L${x - 7} ${MIDDLE + 6}Z`, class: "estimate" })
        : buildSvg("circle", { cx: x, cy: MIDDLE, r: 4, class: "estimate" }),
    );
    this.replaceChildren(picture);
  }
}

/** @param {Effect} effect */
function describe(effect) {
  if (effect.value === null) return WORDS.effect.none;
  return WORDS.effect.picture(
    formatNumber(effect.value, effect.unit),
    effect.interval ? formatInterval(effect.interval, effect.unit) : WORDS.notEstimable,
    formatNumber(effect.threshold, effect.unit),
  );
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}

customElements.define("effect-mark", EffectMark);
