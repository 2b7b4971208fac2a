/** The language that the page's words are in: what the person chose, else what the browser asks for. */
const LANGUAGE = "driftglass.language";

/** @returns {"en" | "de"} */
export function languageWanted() {
  const chosen = kept();
  return (chosen ?? navigator.language).toLowerCase().startsWith("de") ? "de" : "en";
}

/** Keeps the choice in this browser; it is all that is kept of it. @param {string} tag */
export function chooseLanguage(tag) {
  try {
    localStorage.setItem(LANGUAGE, tag);
  } catch {
    // A browser that keeps nothing asks for its own language again.
  }
}

/** Forgets the choice. */
export function forgetLanguage() {
  try {
    localStorage.removeItem(LANGUAGE);
  } catch {
    // Nothing is kept there then.
  }
}

function kept() {
  try {
    return localStorage.getItem(LANGUAGE);
  } catch {
    return null;
  }
}
