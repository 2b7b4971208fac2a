/** What is kept in this browser, where the person chose so: settings here, reports in a database. */
const SETTINGS = "driftglass.settings";

/** Settings as they were last, where any are kept. @returns {Record<string, unknown> | null} */
export function keptSettings() {
  try {
    const text = localStorage.getItem(SETTINGS);
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** @param {Record<string, unknown>} config */
export function keepSettings(config) {
  try {
    localStorage.setItem(SETTINGS, JSON.stringify(config));
  } catch {
    // A browser that keeps nothing: the settings file is the other way.
  }
}

/** Removes the settings that were kept. */
export function forgetSettings() {
  try {
    localStorage.removeItem(SETTINGS);
  } catch {
    // Nothing is kept there then.
  }
}

/** The name of the database that reports are kept in. */
export const DATABASE = "driftglass";

/** Whether reports were ever kept here: a look that makes no database. */
export async function reportsKept() {
  const known = await indexedDB.databases();
  return known.some((one) => one.name === DATABASE);
}
