/** @import { Attachments, Report } from "../types/driftglass" */

/**
 * Reports and settings that the person chose to keep in this browser: never a file, nothing before the first choice.
 * @typedef {{ id: number, name: string, keptAt: string, sentence: string, report: Report, attachments: Attachments }} KeptReport
 */

const DATABASE = "driftglass";
const STORE = "reports";
const SETTINGS = "driftglass.settings";

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id", autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * One request in a transaction of its own.
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} ask
 * @returns {Promise<T>}
 */
async function ask(mode, ask) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = ask(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** Whether anything was ever kept here: a look that makes no database. */
async function exists() {
  const known = await indexedDB.databases();
  return known.some((one) => one.name === DATABASE);
}

/** All kept reports, the newest first. @returns {Promise<KeptReport[]>} */
export async function keptReports() {
  if (!(await exists())) return [];
  return (await ask("readonly", (store) => store.getAll())).reverse();
}

/** @param {Omit<KeptReport, "id">} kept */
export async function keepReport(kept) {
  await ask("readwrite", (store) => store.add(kept));
}

/** @param {number} id */
export async function forgetReport(id) {
  await ask("readwrite", (store) => store.delete(id));
}

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

/** Removes everything that this page ever kept, and nothing of another page of this address. @returns {Promise<void>} */
export async function forgetEverything() {
  try {
    localStorage.removeItem(SETTINGS);
  } catch {
    // Nothing is kept there then.
  }
  if (!(await exists())) return;
  await new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(DATABASE);
    request.onsuccess = () => resolve(undefined);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("another tab holds it"));
  });
}
