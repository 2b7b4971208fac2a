// What a German page still says in English: every text that can be seen, and every name that is only heard.

/** @import { Page } from "puppeteer-core" */

/** Words that German sentences do not have. */
const WORDS = "the|of|and|with|which|rows?|columns?|values?|is|are|were|went|nothing|compared?|again|more|share|by|from|to|for|not|than|this|that|these|those|each|both|only|where|when|how|what|why|does|has|have|be|been|it|its|if|or|into|out|on|at|no|yes|cannot|yet|estimable|model|file|reference|current|average|mean|missing|output|prediction|change|group|level|row|less|most|least|other|above|below|within|outside";
/** What is German or a name after all: journals, places of code, and keys of the settings. */
const NAMES = /\bby: Benjamini|\bauf level\b|\b(?:Data Mining and Knowledge Discovery|Uniform Guidelines on Employee Selection Procedures)\b|\b(Review|Journal|Annals|Transactions|Proceedings|Statistics) (of|on|in)\b( the)?[\w ]*|\b(reference|current)\.csv\b|Data Science|Log-Odds|Wer war's/gi;

/**
 * The texts of a part of the page that hold English words.
 * @param {Page} page
 * @param {string} [selector]
 * @param {string[]} [data] words of the data that are English as well
 * @returns {Promise<string[]>}
 */
export function englishOn(page, selector = "body", data = []) {
  return page.$$eval(selector, (places, words, names, known) => {
    const english = new RegExp(`(?<![\\p{L}\\p{N}_.-])(${words})(?![\\p{L}\\p{N}_-])`, "iu");
    const named = new RegExp([names, ...known.map((word) => `\\b${word}\\b`)].join("|"), "gi");
    const skipped = 'code, pre, script, style, textarea, [lang="en"], kbd, .data-cell';
    /** @type {Set<string>} */
    const found = new Set();
    const look = (/** @type {string | null} */ text) => {
      const said = (text ?? "").replace(/\s+/g, " ").trim();
      // What is quoted is data.
      if (english.test(said.replace(named, "").replace(/\{\w+\}|\b[a-z]+\.[a-z][a-z-]+\b/g, "").replace(/„[^“]*“/g, ""))) found.add(said);
    };
    for (const place of places) {
      const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
      for (let node = /** @type {Node | null} */ (walker.currentNode); node; node = walker.nextNode()) {
        const element = node instanceof Element ? node : node.parentElement;
        if (!element || element.closest(skipped) || !element.checkVisibility()) continue;
        // A quotation may have code in it: it is read as a whole, without that.
        const parts = node instanceof Text && element.querySelector(":scope > code") ? [...element.childNodes] : [];
        if (parts.length > 0) look(parts.map((part) => (part instanceof Element && part.matches("code") ? "" : part.textContent)).join(""));
        else if (node instanceof Text) look(node.data);
        else for (const name of ["aria-label", "title", "alt", "placeholder", "aria-valuetext"]) look(element.getAttribute(name));
      }
    }
    return [...found];
  }, WORDS, NAMES.source, data);
}
