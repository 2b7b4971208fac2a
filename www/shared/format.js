/** @import { Cell, Interval, Unit } from "../types/driftglass" */
import { WORDS } from "./words.js";

/** In English, numbers are written exactly as the engine writes them (`src/report/number.rs`); a test holds the two together. */

const DAY_MS = 86_400_000;
const FIRST_TIME_MS = -62_135_596_800_000;
const LAST_TIME_MS = 253_402_300_799_999;
const BYTE_UNITS = ["B", "kB", "MB", "GB", "TB"];
/** Digits that tell an exact half from something near it. */
const EXACT_DIGITS = 60;

/** @type {Record<Unit, (value: number) => string>} */
const WRITINGS = {
  number: significant,
  ratio: significant,
  count: formatCount,
  share: formatShare,
  "share-points": (value) => `${smallPercent(value)} ${WORDS.points}`,
  probability: formatProbability,
  "time-ms": formatTime,
  bytes: formatBytes,
};

/**
 * A number as a person reads it; `null` is "not estimable".
 * @param {number | null | undefined} value
 * @param {Unit} unit
 * @returns {string}
 */
export function formatNumber(value, unit) {
  if (value === null || value === undefined || Number.isNaN(value)) return WORDS.notEstimable;
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  return WRITINGS[unit](value);
}

/**
 * Three significant digits, the whole part always complete, no trailing zeros after the point.
 * @param {number} value
 */
function significant(value) {
  if (value === 0) return "0";
  const exponent = Number(Math.abs(value).toExponential(2).split("e")[1]);
  if (exponent < -4 || exponent >= 15) return signed(value, `${trimmed(mantissa(Math.abs(value)))}e${exponent}`);
  return signed(value, trimmed(fixed(Math.abs(value), Math.max(2 - exponent, 0))));
}

/**
 * A whole number with separators.
 * @param {number} value
 */
export function formatCount(value) {
  return Math.abs(value) >= 1e15 ? significant(value) : signed(value, fixed(Math.abs(value), 0));
}

/** @param {number} value a share from 0 to 1; a rounded one never claims a bound that it does not reach */
function formatShare(value) {
  const { decimal, percent } = WORDS.numbers;
  if (value > 0.9995 && value < 1) return `> 99${decimal}9${percent}`;
  if (value > 0 && value < 0.0001) return `< 0${decimal}01${percent}`;
  return `${smallPercent(value)}${percent}`;
}

/** @param {number} value a share, in percent with three significant digits and at most two decimals */
function smallPercent(value) {
  const percent = value * 100;
  return Math.abs(percent) >= 1 ? significant(percent) : signed(percent, trimmed(fixed(Math.abs(percent), 2)));
}

/** @param {number} value */
function formatProbability(value) {
  const { decimal } = WORDS.numbers;
  if (value >= 0 && value < 0.0001) return `< 0${decimal}0001`;
  if (value > 0.9999 && value < 1) return `> 0${decimal}9999`;
  const digits = significant(value);
  const decimals = digits.split(decimal)[1]?.length ?? 0;
  return Math.abs(value) < 1 && decimals > 4 ? signed(value, trimmed(fixed(Math.abs(value), 4))) : digits;
}

/** @param {number} value milliseconds since 1970 */
function formatTime(value) {
  if (value < FIRST_TIME_MS || value > LAST_TIME_MS) return significant(value);
  const ms = Math.sign(value) * Math.round(Math.abs(value));
  const [iso = "", clock = ""] = new Date(ms).toISOString().split("T");
  const date = WORDS.numbers.decimal === "," ? iso.split("-").reverse().join(".") : iso;
  if (ms % DAY_MS === 0) return date;
  return `${date} ${ms % 60_000 === 0 ? clock.slice(0, 5) : clock.slice(0, 8)}`;
}

/**
 * A size in the decimal units that file managers use.
 * @param {number} bytes
 */
export function formatBytes(bytes) {
  let size = Math.abs(bytes);
  let step = 0;
  while (size >= 999.5 && step < BYTE_UNITS.length - 1) {
    size /= 1000;
    step += 1;
  }
  const written = step === 0 ? formatCount(size) : significant(size);
  return `${bytes < 0 && /[1-9]/.test(written) ? "−" : ""}${written} ${BYTE_UNITS[step]}`;
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
  return typeof cell === "string" ? cell : formatNumber(cell, unit);
}

/**
 * A duration in words, rounded so that it does not flicker.
 * @param {number} duration_ms
 */
export function formatDuration(duration_ms) {
  const seconds = Math.max(1, Math.round(duration_ms / 1000));
  return seconds < 60 ? WORDS.seconds(seconds) : WORDS.minutes(Math.round(seconds / 60));
}

/**
 * `toFixed`, but an exact half goes to the even digit, as in the engine.
 * @param {number} value not negative
 * @param {number} decimals
 */
function fixed(value, decimals) {
  return halfToEven(value.toFixed(Math.min(decimals + EXACT_DIGITS, 100)), decimals) ?? value.toFixed(decimals);
}

/** @param {number} value positive */
function mantissa(value) {
  const [exact = ""] = value.toExponential(EXACT_DIGITS).split("e");
  return halfToEven(exact, 2) ?? value.toExponential(2).split("e")[0] ?? "";
}

/**
 * The digits cut off, where they end in an exact half after an even digit.
 * @param {string} exact
 * @param {number} decimals
 */
function halfToEven(exact, decimals) {
  const point = exact.indexOf(".");
  const down = exact.slice(0, decimals === 0 ? point : point + 1 + decimals);
  const isHalf = /^50*$/.test(exact.slice(point + 1 + decimals));
  return isHalf && Number(down.at(-1)) % 2 === 0 ? down : null;
}

/**
 * Drops zeros that say nothing after a decimal point.
 * @param {string} digits
 */
function trimmed(digits) {
  return digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
}

/**
 * Adds thousands separators to a whole part of five digits and more, and the sign unless everything rounded to zero.
 * @param {number} value
 * @param {string} digits
 */
function signed(value, digits) {
  const [, whole = "", rest = ""] = /^([\d,]*)(.*)$/.exec(digits) ?? [];
  // Written in English where it comes here a second time, for the power of ten.
  const grouped = whole.includes(",") || whole.length < 5 ? whole : whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const { decimal, thousands } = WORDS.numbers;
  const written = `${grouped}${rest}`.replace(/[.,]/g, (mark) => (mark === "." ? decimal : thousands));
  return `${value < 0 && /[1-9]/.test(digits) ? "−" : ""}${written}`;
}
