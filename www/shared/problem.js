/** @import { Problem } from "../types/protocol" */

/**
 * An error as the plain object that travels everywhere: a structured clone of an `Error` would lose the code.
 * @param {string} code stable dotted code of src/error.rs
 * @param {string} found
 * @param {string} expected
 * @param {string} action
 * @param {Problem["place"]} [place]
 * @returns {Problem}
 */
export function problem(code, found, expected, action, place = {}) {
  return { code, place, found, expected, action };
}

/**
 * @param {string} found
 * @returns {Problem}
 */
export function unsupported(found) {
  return problem(
    "start.unsupported",
    found,
    "a browser with WebAssembly, workers and sandboxed frames, and no policy that forbids them",
    "Use a current version of Chromium, Firefox or Safari.",
  );
}

/** @returns {Problem} */
export function cancelled() {
  return problem("call.cancelled", "the call was cancelled", "nothing further", "Start it again; the files are still here.");
}

/**
 * @param {string} why
 * @returns {Problem}
 */
export function workerLost(why) {
  return problem(
    "internal.worker-lost",
    `the engine's worker stopped: ${why.slice(0, 200)}`,
    "an answer",
    "The engine was started again; try once more.",
  );
}
