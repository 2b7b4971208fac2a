import { speak } from "../shared/words.js";
import { GERMAN, GERMAN_DOCUMENT } from "../words/german.js";

/** Puts German words in the place of the English ones, in the document too. */
export function speakGerman() {
  speak(GERMAN);
  document.documentElement.lang = "de";
  for (const [selector, text] of GERMAN_DOCUMENT) {
    const element = document.querySelector(selector);
    if (element) element.textContent = text;
  }
}
