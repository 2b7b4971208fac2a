import { build } from "./build.js";

/**
 * A sentence of the engine, what stands between backquotes as a value.
 * @param {string} text
 * @returns {(string | HTMLElement)[]}
 */
export function prose(text) {
  return text.split("\x60").map((part, at) => (at % 2 === 1 ? build("code", {}, part) : part));
}
