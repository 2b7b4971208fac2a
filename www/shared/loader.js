/** @import { ListedFile } from "../types/protocol" */
import { problem } from "./problem.js";

/** A listed file that has not come by then is given up. */
const LOAD_TIMEOUT_MS = 30_000;

/**
 * Fetches one file of the build-time list; the browser refuses bytes whose hash is not the listed one.
 * @param {ListedFile} file
 * @param {string} base address that the list's addresses are relative to
 * @returns {Promise<ArrayBuffer>}
 */
export async function fetchListed(file, base) {
  const options = /** @type {const} */ ({ integrity: file.integrity, credentials: "omit", referrerPolicy: "no-referrer", redirect: "error" });
  try {
    const response = await fetch(new URL(file.url, base), options);
    if (!response.ok) throw new Error(`status ${response.status}`);
    const bytes = await response.arrayBuffer();
    if (bytes.byteLength !== file.bytes) throw new Error(`${bytes.byteLength} bytes`);
    return bytes;
  } catch (error) {
    throw refused(file.url, error instanceof Error ? error.message : String(error));
  }
}

/** @param {string} url @param {string} why */
function refused(url, why) {
  return problem("start.file-refused", `${url} could not be loaded: ${why.slice(0, 200)}`, "the file that the build listed, byte for byte", "Reload the page; if it stays so, the host serves other files than were built.", { file: url });
}

/**
 * The text of the loader worker. It is started before the airlock closes, and so keeps the right to fetch; it takes
 * nothing but an index into the list it was born with, so it cannot be asked to carry anything out.
 */
function worker() {
  /** @type {{ list: { url: string, integrity: string }[] }} */
  let born;
  // A file is asked for once: the server learns at most which ones were wanted, not how often or in what rhythm.
  /** @type {Map<number, ArrayBuffer>} */
  const kept = new Map();
  self.onmessage = async ({ data }) => {
    if (!born) {
      born = data;
      self.postMessage({ ready: true });
      return;
    }
    const file = Number.isInteger(data) ? born.list[data] : undefined;
    if (!file) {
      self.postMessage({ index: -1, refused: "not an index into the list" });
      return;
    }
    try {
      const known = kept.get(data);
      if (known) return self.postMessage({ index: data, bytes: known });
      const response = await fetch(file.url, { integrity: file.integrity, credentials: "omit", referrerPolicy: "no-referrer", redirect: "error" });
      if (!response.ok) throw new Error(`status ${response.status}`);
      const bytes = await response.arrayBuffer();
      kept.set(data, bytes);
      self.postMessage({ index: data, bytes });
    } catch (error) {
      self.postMessage({ index: data, refused: String(error) });
    }
  };
}

/** Loads listed files after the airlock has closed: the samples, later modules. */
export class Loader {
  /** @type {Worker} */
  #worker;
  /** @type {readonly ListedFile[]} */
  #list;
  /** @type {Map<number, { resolve: (bytes: ArrayBuffer) => void, reject: (why: unknown) => void }[]>} */
  #waiting = new Map();

  /** @param {Worker} running @param {readonly ListedFile[]} list */
  constructor(running, list) {
    this.#worker = running;
    this.#list = list;
    running.onmessage = ({ data }) => this.#hear(data);
  }

  /**
   * Starts the loader; must be done before the airlock closes.
   * @param {readonly ListedFile[]} list
   * @param {string} base
   * @returns {Promise<Loader>}
   */
  static async start(list, base) {
    const url = URL.createObjectURL(new Blob([`"use strict";(${worker})()`], { type: "text/javascript" }));
    const running = new Worker(url);
    await new Promise((resolve, reject) => {
      running.onmessage = resolve;
      running.onerror = (event) => reject(problem("start.unsupported", `the loader did not start: ${event.message}`, "a browser with workers", "Use a current browser."));
      running.postMessage({ list: list.map(({ url: address, integrity }) => ({ url: new URL(address, base).href, integrity })) });
    });
    URL.revokeObjectURL(url);
    return new Loader(running, list);
  }

  /**
   * The bytes of the listed file with this role.
   * @param {string} role
   * @returns {Promise<ArrayBuffer>}
   */
  load(role) {
    const index = this.#list.findIndex((file) => file.role === role);
    if (index < 0) return Promise.reject(refused(role, "the build lists no file of this role"));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(refused(this.#list[index].url, "no answer")), LOAD_TIMEOUT_MS);
      const waiting = this.#waiting.get(index) ?? [];
      waiting.push({
        resolve: (bytes) => { clearTimeout(timer); resolve(bytes); },
        reject: (why) => { clearTimeout(timer); reject(why); },
      });
      this.#waiting.set(index, waiting);
      this.#worker.postMessage(index);
    });
  }

  /** @param {{ index?: number, bytes?: ArrayBuffer, refused?: string }} answer */
  #hear({ index = -1, bytes, refused: why }) {
    const call = this.#waiting.get(index)?.shift();
    if (!call) return;
    if (bytes) call.resolve(bytes);
    else call.reject(refused(this.#list[index].url, String(why)));
  }
}
