// Reading a person's file in a worker of the sealed cell, chunk by chunk. The first part of the worker text.
"use strict";

/**
 * @typedef {import("../types/protocol").Problem} Problem
 * @typedef {import("../types/protocol").Slot} Slot
 * @typedef {import("../types/protocol").ModulePart} ModulePart
 */

/** @param {string} code @param {string} found @param {string} expected @param {string} action @param {Problem["place"]} place @returns {Problem} */
const coded = (code, found, expected, action, place = {}) => ({ code, place, found, expected, action });

/** @param {unknown} thrown @returns {thrown is Problem} */
const isCoded = (thrown) =>
  typeof thrown === "object" && thrown !== null && "code" in thrown && "found" in thrown && typeof thrown.code === "string" && typeof thrown.found === "string";

/** @param {File} file @param {string} found */
const changed = (file, found) =>
  coded("table.file-changed", found, "the same bytes from beginning to end", "Choose the file again.", { file: file.name });

/** Why reading stopped. A stream ends in a bare TypeError, so the reason is asked of one byte read in another way. @param {File} file */
const unreadable = async (file) => {
  const reason = await file.slice(0, 1).arrayBuffer().then(() => "it can be read again", (/** @type {DOMException} */ error) => error.name);
  if (reason !== "NotFoundError") return changed(file, `reading stopped: the file was written, moved or locked since it was chosen (${reason})`);
  return coded(
    "file.unreadable",
    "the file is no longer where it was",
    "a file that is still where it was chosen",
    "Check that the file still exists, then choose it again.",
    { file: file.name },
  );
};

// A loop whose data is there never ends its task, and a worker that never ends its task cannot be stopped at once:
// from time to time it lets the next task come.
const TURN_MS = 40;
const turn = new MessageChannel();
/** @type {((value: null) => void)[]} */
const turns = [];
turn.port1.onmessage = () => { const ready = turns.shift(); if (ready) ready(null); };
/** One channel for all turns: one made for each could be collected before its message comes. @returns {Promise<null>} */
const nextTask = () => new Promise((ready) => { turns.push(ready); turn.port2.postMessage(0); });

/** Answers a function that lets the next task come when this one has lasted. */
const pauses = () => {
  let turned = performance.now();
  return async () => {
    if (performance.now() - turned <= TURN_MS) return;
    await nextTask();
    turned = performance.now();
  };
};

/**
 * Streams the file once; `take` sees every chunk, and the file must keep its size and time meanwhile.
 * @param {File} file @param {(chunk: Uint8Array<ArrayBuffer>, seen: number) => void} take
 */
const stream = async (file, take) => {
  const { size, lastModified } = file;
  let seen = 0;
  const pause = pauses();
  const refuse = async () => { throw await unreadable(file); };
  const reader = await (async () => file.stream().getReader())().catch(refuse);
  for (;;) {
    const { done, value } = await reader.read().catch(refuse);
    if (done) break;
    seen += value.length;
    try { take(value, seen); } catch (error) { reader.cancel().catch(() => {}); throw error; }
    await pause();
  }
  if (seen !== size || file.size !== size || file.lastModified !== lastModified) {
    throw changed(file, `${seen} bytes were read of a file of ${size} bytes`);
  }
};
