/** @import { Problem } from "../types/page" */
/** @import { Block, Report } from "../types/driftglass" */

/**
 * What says a report in another language than the engine's English. It comes with the language's part.
 * @typedef {object} Teller
 * @property {(report: Report) => Promise<Report>} report
 * @property {(block: Block) => Block} block
 * @property {(problem: Problem) => Problem} problem
 * @property {(text: string) => string} setting
 * @property {(text: string) => string} phrase
 * @property {Record<string, object>} words those of parts of the page, by the part's name
 * @property {() => object} language what drawings and files are written with
 */

/** @type {Teller | null} */
let teller = null;

/** @param {Teller} one */
export function tellBy(one) {
  teller = one;
}

/** The report in the page's language; itself where that is the engine's. @param {Report} report @returns {Promise<Report> | Report} */
export function told(report) {
  return teller ? teller.report(report) : report;
}

/** @param {Block} block */
export function toldBlock(block) {
  return teller ? teller.block(block) : block;
}

/** @param {Problem} problem */
export function toldProblem(problem) {
  return teller ? teller.problem(problem) : problem;
}

/** What a setting means, or its name. @param {string} text */
export function toldSetting(text) {
  return teller ? teller.setting(text) : text;
}

/** A few words of the engine. @param {string} text */
export function toldPhrase(text) {
  return teller ? teller.phrase(text) : text;
}

/**
 * The words of a part of the page, English where there are no others.
 * @template {object} Words
 * @param {string} part
 * @param {Words} english
 * @returns {Words}
 */
export function toldWords(part, english) {
  return /** @type {Words} */ (teller?.words[part] ?? english);
}

/** What drawings and files are written with, where it is not English. */
export function toldLanguage() {
  return teller?.language() ?? null;
}
