/** @import { Metric } from "../types/driftglass" */
import { formatInterval, formatNumber } from "../shared/format.js";
import { WORDS } from "../shared/words.js";
import { build } from "./build.js";
import { EffectMark } from "./effect-mark.js";

/** One named number with interval, threshold and definition. Properties `inputs`, what went into it by name, and `metric`, in this order. */
export class MetricCard extends HTMLElement {
  /** @type {[string, string][]} */
  inputs = [];
  /** @type {Metric | null} */
  #metric = null;

  get metric() {
    return this.#metric;
  }

  set metric(metric) {
    this.#metric = metric;
    this.#render();
  }

  #render() {
    const metric = this.#metric;
    if (!metric) {
      this.replaceChildren();
      return;
    }
    const { value, unit, interval, threshold } = metric;
    const notes = [];
    if (interval) notes.push(`${WORDS.metric.interval(formatNumber(interval.level, "share"))} ${formatInterval(interval, unit)}`);
    if (threshold !== null) notes.push(`${WORDS.metric.threshold} ${formatNumber(threshold, unit)}`);
    this.replaceChildren(
      build("p", { class: "metric-title" }, metric.title),
      build("p", { class: "metric-value" }, build("data", { value: value ?? "" }, formatNumber(value, unit))),
      picture(metric) ?? "",
      notes.length > 0 && build("p", { class: "metric-notes" }, notes.join("; ")) || "",
      build("p", { class: "metric-definition" }, metric.definition),
      this.inputs.length > 0 && value !== null ? build("details", { class: "metric-explained" }, build("summary", {}, WORDS.explain.heading(formatNumber(value, unit), metric.title)), build("ul", { class: "inputs" }, ...this.inputs.map(([name, said]) => build("li", {}, build("span", { class: "quiet" }, `${name}: `), said)))) : "",
    );
  }
}

/**
 * Estimate and interval against the threshold, where there are all three.
 * @param {Metric} metric
 */
function picture({ title, value, interval, threshold, unit }) {
  if (value === null || interval === null || threshold === null || threshold <= 0) return null;
  return Object.assign(new EffectMark(), { effect: { name: title, value, interval, threshold, unit } });
}

customElements.define("metric-card", MetricCard);
