/** @import { Slot } from "../types/page" */

/** Words in a file name that tell what it is. A word counts between anything that is no letter. */
const GUESSES = /** @type {const} */ ([
  ["reference", /(^|[^a-z])(ref|reference|train|training|pilot|baseline|base|before|old)([^a-z]|$)/],
  ["current", /(^|[^a-z])(cur|current|prod|production|new|live|after|now|rollout)([^a-z]|$)/],
]);

/**
 * Which slot a file name speaks for, if any.
 * @param {string} name
 * @returns {Slot | null}
 */
export function guessSlot(name) {
  const lower = name.toLowerCase();
  const fits = GUESSES.filter(([, pattern]) => pattern.test(lower));
  return fits.length === 1 && fits[0] ? fits[0][0] : null;
}

/**
 * True for a saved report, by name.
 * @param {{ name: string }} file
 */
export function isSavedReport(file) {
  return /\.(json|html?)$/i.test(file.name);
}

/**
 * What a name says of a file: surely a model, perhaps one (text, JSON and packed files may be something else), or none.
 * @param {{ name: string }} file
 * @returns {"model" | "perhaps" | "no"}
 */
export function isModel({ name }) {
  if (/\.(ubj|pkl|pickle|joblib|skops|onnx|cbm|bst|lgb|sav|keras|h5|pmml)$/i.test(name)) return "model";
  if (/^driftglass|\.(csv|tsv|tab|txt)\.gz$/i.test(name)) return "no";
  return /\.(json|txt|model|bin|p|gz|z|xml)$/i.test(name) ? "perhaps" : "no";
}

/**
 * More than two files: the one whose name says that it is the reference, else the first, and the others in the order of
 * their names, numbers by their size, as periods of the current side: its first, and what follows that.
 * @template {{ name: string }} F
 * @param {F[]} files
 * @returns {[F[], F[]]}
 */
export function inOrder(files) {
  const sorted = [...files].sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
  const reference = sorted.find((one) => guessSlot(one.name) === "reference") ?? sorted[0];
  const [first, ...others] = sorted.filter((one) => one !== reference);
  return [[reference, first].filter((one) => one !== undefined), others];
}

/**
 * Puts one or two files into the slots: two by their names, else in the order given; one by its name where that
 * slot is free, else into the free one; `wanted` is the slot the person chose with the hand and wins.
 * @template {{ name: string }} F
 * @param {Record<Slot, F | null>} slots what is there now
 * @param {F[]} files
 * @param {Slot | null} wanted
 * @returns {Record<Slot, F | null>}
 */
export function assignFiles(slots, files, wanted) {
  const [first, second] = files;
  if (!first) return slots;
  // A file that was looked at alone stands in the current slot; one that says it is the current takes its place.
  if (!second && !wanted && slots.current && !slots.reference && guessSlot(first.name) === "current" && guessSlot(slots.current.name) !== "current") {
    return { reference: slots.current, current: first };
  }
  if (!second) return { ...slots, [wanted ?? slotForOne(slots, first)]: first };
  const guess = guessSlot(first.name) ?? opposite(guessSlot(second.name));
  const firstSlot = guessSlot(first.name) === guessSlot(second.name) ? "reference" : guess;
  return firstSlot === "current" ? { reference: second, current: first } : { reference: first, current: second };
}

/**
 * @param {Record<Slot, { name: string } | null>} slots
 * @param {{ name: string }} file
 * @returns {Slot}
 */
function slotForOne(slots, file) {
  const guess = guessSlot(file.name);
  if (slots.reference && slots.current) return guess ?? "current";
  if (slots.reference) return "current";
  if (slots.current) return "reference";
  return guess ?? "reference";
}

/**
 * @param {Slot | null} slot
 * @returns {Slot | null}
 */
function opposite(slot) {
  if (slot === null) return null;
  return slot === "reference" ? "current" : "reference";
}
