/** @import { Cell, Interval, Unit } from "../types/driftglass" */
import { WORDS } from "./words.js";

const LANGUAGE = "en";
const significant = new Intl.NumberFormat(LANGUAGE, { maximumSignificantDigits: 4 });
const whole = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat(LANGUAGE, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const twoDecimals = new Intl.NumberFormat(LANGUAGE, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const BYTE_UNITS = ["B", "kB", "MB", "GB", "TB"];
const DAY_MS = 86_400_000;

/**
 * A number as a person reads it; `null` is "not estimable".
 * @param {number | null | undefined} value
 * @param {Unit} unit
 * @returns {string}
 */
export function formatNumber(value, unit) {
  if (value === null || value === undefined || Number.isNaN(value)) return WORDS.notEstimable;
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  return FORMATS[unit]?.(value) ?? plain(value);
}

/** @type {Record<string, (value: number) => string>} */
const FORMATS = {
  number: plain,
  count: (value) => minus(whole.format(value)),
  share: (value) => `${percent(value)}%`,
  "share-points": (value) => `${percent(value)} ${WORDS.points}`,
  probability: formatProbability,
  "time-ms": formatTime,
  bytes: formatBytes,
};

/** @param {number} value */
function plain(value) {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e12)) return minus(value.toExponential(2).replace("e+", "e"));
  return minus(size >= 10_000 ? whole.format(value) : significant.format(value));
}

/** @param {number} value a share from 0 to 1 */
function percent(value) {
  const size = Math.abs(value * 100);
  if (size === 0 || size >= 0.95) return minus(oneDecimal.format(value * 100));
  return size >= 0.005 ? minus(twoDecimals.format(value * 100)) : minus(significant.format(value * 100));
}

/** @param {number} value */
function formatProbability(value) {
  if (value < 0.001) return "< 0.001";
  return value < 0.0995 ? value.toFixed(3) : value.toFixed(2);
}

/** @param {number} value milliseconds since 1970 */
function formatTime(value) {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return plain(value);
  const text = date.toISOString();
  return value % DAY_MS === 0 ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}

/**
 * A size in the decimal units that file managers use.
 * @param {number} bytes
 */
export function formatBytes(bytes) {
  let step = 0;
  let size = bytes;
  while (size >= 1000 && step < BYTE_UNITS.length - 1) {
    size /= 1000;
    step += 1;
  }
  return `${step === 0 || size >= 100 ? whole.format(size) : oneDecimal.format(size)} ${BYTE_UNITS[step]}`;
}

/**
 * A whole number with separators.
 * @param {number} value
 */
export function formatCount(value) {
  return whole.format(value);
}

/**
 * Both ends of an interval.
 * @param {Interval} interval
 * @param {Unit} unit
 */
export function formatInterval(interval, unit) {
  return WORDS.interval(formatNumber(interval.low, unit), formatNumber(interval.high, unit));
}

/**
 * A cell of a table in its column's unit.
 * @param {Cell} cell
 * @param {Unit} unit
 */
export function formatCell(cell, unit) {
  return typeof cell === "string" ? cell : formatNumber(/** @type {number | null} */ (cell), unit);
}

/**
 * A duration in words, rounded so that it does not flicker.
 * @param {number} duration_ms
 */
export function formatDuration(duration_ms) {
  const seconds = Math.max(1, Math.round(duration_ms / 1000));
  return seconds < 60 ? WORDS.seconds(seconds) : WORDS.minutes(Math.round(seconds / 60));
}

/** @param {string} text */
function minus(text) {
  return text.replace(/^-/, "−");
}
