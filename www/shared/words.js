/** @import { ENGLISH_EXPLAINING } from "../words/english-explaining.js" */
/** @import { ENGLISH_LATER } from "../words/english-later.js" */
import { ENGLISH_START } from "../words/english-start.js";

/** @typedef {typeof ENGLISH_START & typeof ENGLISH_LATER & typeof ENGLISH_EXPLAINING} Words */

/** Every word that scripts write on the page. What the start does not need comes with the workbench. */
export const WORDS = /** @type {Words} */ ({ ...ENGLISH_START });

/**
 * Takes words of another language in the place of these.
 * @param {Words} words
 */
export function speak(words) {
  Object.assign(WORDS, words);
}

/**
 * Takes in words that are not there yet; those of another language stay.
 * @param {Partial<Words>} words
 */
export function speakMore(words) {
  Object.assign(WORDS, { ...words, ...WORDS });
}
