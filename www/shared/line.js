/** @import { Limits } from "./schema.js" */
/** @import { Assets, CellHandle, Problem, Progress, Slot } from "../types/protocol" */
import { problem } from "./problem.js";
import { PROTOCOL_VERSION, assemble, refuse } from "./protocol.js";
import { openCell } from "./seal.js";

/**
 * @typedef {object} Waiting
 * @property {string} call
 * @property {(answer: any) => void} resolve
 * @property {(why: Problem) => void} reject
 * @property {((progress: Progress) => void) | undefined} onProgress
 * @property {Map<string, unknown[]>} parts what came ahead of the answer
 * @property {Limits} spent
 */

/** The calls to one cell, from its start to its end. It ends once, with one reason, which every waiting call hears. */
export class Line {
  /** @type {CellHandle | null} */
  #cell = null;
  /** @type {Map<number, Waiting>} */
  #waiting = new Map();
  #next = 1;
  /** @type {Problem | null} */
  #ended = null;
  /** @type {(why: Problem, line: Line) => void} */
  #onLost;

  /**
   * What the cell has read or is reading, by slot.
   * @type {Partial<Record<Slot, { file: File, key: string, summary: Promise<any> }>>}
   */
  reading = {};

  /** Resolves when the cell answers; never rejects: an end is told through `onLost`. @type {Promise<void>} */
  ready;

  /**
   * @param {Assets} assets
   * @param {(why: Problem, line: Line) => void} onLost called at most once, and not after `end`
   */
  constructor(assets, onLost) {
    this.#onLost = onLost;
    this.ready = openCell(assets, (why) => this.#lose(why)).then(
      (cell) => {
        if (this.#ended) return cell.close();
        this.#cell = cell;
        cell.port.onmessage = ({ data }) => this.#hear(data);
        cell.port.onmessageerror = () => this.#lose(mistrusted("it could not be read"));
      },
      (why) => this.#lose(why),
    );
  }

  /** Whether calls still wait for an answer. */
  get busy() {
    return this.#waiting.size > 0;
  }

  /** Whether the cell answers. */
  get open() {
    return this.#cell !== null && this.#ended === null;
  }

  /**
   * @param {string} call
   * @param {Record<string, unknown>} args
   * @param {(progress: Progress) => void} [onProgress]
   * @returns {Promise<any>}
   */
  call(call, args, onProgress) {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      const id = this.#next;
      this.#next += 1;
      this.#waiting.set(id, { call, resolve, reject, onProgress, parts: new Map(), spent: { nodes: 0, characters: 0 } });
      this.ready.then(() => {
        try {
          this.#cell?.port.postMessage({ v: PROTOCOL_VERSION, id, call, args });
          if (this.#waiting.size === 1) this.#cell?.watch(true);
        } catch (error) {
          this.#waiting.delete(id);
          reject(problem("call.invalid", `the arguments of ${call} cannot be posted: ${error}`, "plain data and files", "Pass plain data."));
        }
      });
    });
  }

  /**
   * Ends the cell at once: its frame, and with it the worker, is removed.
   * @param {Problem} why
   */
  end(why) {
    if (this.#ended) return;
    this.#ended = why;
    this.#cell?.close();
    this.#cell = null;
    for (const { reject } of this.#waiting.values()) reject(why);
    this.#waiting.clear();
  }

  /** @param {Problem} why */
  #lose(why) {
    if (this.#ended) return;
    this.end(why);
    this.#onLost(why, this);
  }

  /** @param {any} message */
  #hear(message) {
    const waiting = this.#waiting.get(message?.id);
    const wrong = refuse(message, waiting?.call, waiting?.spent);
    if (wrong) return this.#lose(mistrusted(wrong));
    if (!waiting) return this.#lose(message.error ?? mistrusted("it answers nothing that was asked"));
    if (message.progress) return waiting.onProgress?.(message.progress);
    if (message.part) return this.#keep(waiting.parts, message.part);
    if (message.error?.code === "internal.panic") return this.#lose(message.error);
    this.#waiting.delete(message.id);
    if (!this.busy) this.#cell?.watch(false);
    if (message.error) waiting.reject(message.error);
    else waiting.resolve(assemble(message.ok, waiting.parts));
  }

  /** @param {Map<string, unknown[]>} parts @param {{ of: string, items: unknown[] }} part */
  #keep(parts, { of, items }) {
    const kept = parts.get(of);
    if (!kept) parts.set(of, items);
    else for (const item of items) kept.push(item);
  }
}

/** @param {string} why */
function mistrusted(why) {
  return problem("internal.message", `a message from the engine was refused: ${why}`, "a message of the agreed shape and size", "The engine was started again; try once more.");
}

