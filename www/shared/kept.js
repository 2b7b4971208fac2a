/** @import { Attachments, Report } from "../types/driftglass" */
import { DATABASE, forgetSettings, reportsKept } from "./kept-settings.js";
import { forgetLanguage } from "./language.js";

/**
 * Reports that the person chose to keep in this browser: never a file, nothing before the first choice.
 * @typedef {{ id: number, name: string, keptAt: string, sentence: string, report: Report, attachments: Attachments }} KeptReport
 */

const STORE = "reports";

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

/** All kept reports, the newest first. @returns {Promise<KeptReport[]>} */
export async function keptReports() {
  if (!(await reportsKept())) return [];
  return (await ask("readonly", (store) => store.getAll())).reverse();
}

/** Answers the id of the report. @param {Omit<KeptReport, "id"> & { id?: number }} kept with an id: in place of the one that has it */
export async function keepReport(kept) {
  return /** @type {number} */ (await ask("readwrite", (store) => store.put(kept)));
}

/** @param {number} id */
export async function forgetReport(id) {
  await ask("readwrite", (store) => store.delete(id));
}

/** Removes everything that this page ever kept, and nothing of another page of this address. @returns {Promise<void>} */
export async function forgetEverything() {
  forgetSettings();
  forgetLanguage();
  if (!(await reportsKept())) return;
  await new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(DATABASE);
    request.onsuccess = () => resolve(undefined);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("another tab holds it"));
  });
}
