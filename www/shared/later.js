/** @import { Loader } from "./loader.js" */
import { problem } from "./problem.js";

/** A part that has not run by then never will: a refusal by the policy is silent. */
const ARRIVAL_TIMEOUT_MS = 10_000;

/** What each part handed over. @type {Map<string, unknown>} */
const arrived = new Map();
/** Who waits for a part. @type {Map<string, (exports: unknown) => void>} */
const waiting = new Map();

/**
 * Called by a part's own last line: takes what its entry exports, and its style sheets.
 * @param {string} name
 * @param {unknown} exports
 * @param {string} styles
 */
export function arrive(name, exports, styles) {
  if (styles) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    document.adoptedStyleSheets.push(sheet);
  }
  arrived.set(name, exports);
  waiting.get(name)?.(exports);
}

/**
 * Loads a part of the page after its network was closed: one text that the loader fetches, and that runs because the
 * page's policy names its hash. Any other text would not.
 * @param {Loader} loader
 * @param {string} name
 * @returns {Promise<any>} what the part's entry exports
 */
export async function loadPart(loader, name) {
  const known = arrived.get(name);
  if (known) return known;
  const text = new TextDecoder().decode(await loader.load(`${name}-part`));
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(problem("start.file-refused", `the part "${name}" did not run`, "the text whose hash the page's policy names", "Reload the page; if it stays so, the host serves other files than were built.")), ARRIVAL_TIMEOUT_MS);
    waiting.set(name, (exports) => {
      clearTimeout(timer);
      waiting.delete(name);
      resolve(exports);
    });
    const script = document.createElement("script");
    script.type = "module";
    script.textContent = text;
    document.head.append(script);
    script.remove();
  });
}
