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

/** What of a message need not be copied. @param {unknown} value @returns {ArrayBuffer[]} */
const buffersOf = (value) => {
  if (value instanceof ArrayBuffer) return [value];
  if (ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer) return [value.buffer];
  return Array.isArray(value) ? value.flatMap(buffersOf) : [];
};

/** The memory that a column's values came in, for the next ones. @param {any} values @returns {ArrayBuffer | undefined} */
const memoryOf = (values) => values?.[1].buffer;

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

/** The most bytes that are asked for at once. */
const CHUNK_BYTES = 512 * 1024;

/**
 * Reads a stream chunk by chunk, where the browser can into the same memory again and again: new memory for each takes
 * longer than what is read. A chunk is then gone once the next one is asked for.
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} source
 * @returns {{ read: () => Promise<{ done: boolean, value?: Uint8Array<ArrayBuffer> }>, cancel: () => Promise<void> }}
 */
const readerOf = (source) => {
  /** @type {ReadableStreamBYOBReader} */
  let reader;
  try { reader = source.getReader({ mode: "byob" }); } catch { return source.getReader(); } // no stream of bytes
  let memory = new ArrayBuffer(CHUNK_BYTES);
  const read = async () => {
    const chunk = await reader.read(new Uint8Array(memory));
    if (chunk.value) memory = chunk.value.buffer;
    return chunk;
  };
  return { read, cancel: () => reader.cancel() };
};

/** A stream that has given nothing for so long is opened anew behind what it gave; twice as long the next time. */
const STALL_MS = 5_000;

/**
 * What a promise brings, or `null` where that takes too long. The timer also holds what waits: nothing else may.
 * @template T @param {Promise<T>} coming @param {number} span_ms @returns {Promise<T | null>}
 */
const inTime = (coming, span_ms) => new Promise((yes, no) => {
  const timer = setTimeout(yes, span_ms, null);
  coming.finally(() => clearTimeout(timer)).then(yes, no);
});

/**
 * Reads a file, whatever becomes of one of its streams: it has happened that one stayed silent.
 * @param {File} file @returns {ReturnType<typeof readerOf>}
 */
const fileReader = (file) => {
  let reader = readerOf(file.stream());
  let seen = 0;
  let patience_ms = STALL_MS;
  const read = async () => {
    for (;;) {
      const chunk = await inTime(reader.read(), patience_ms);
      if (chunk) {
        seen += chunk.value ? chunk.value.length : 0;
        return chunk;
      }
      reader.cancel().catch(() => {});
      reader = file.slice(seen).stream().getReader();
      patience_ms *= 2;
    }
  };
  return { read, cancel: () => reader.cancel() };
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
  const reader = await (async () => fileReader(file))().catch(refuse);
  for (;;) {
    const { done, value } = await reader.read().catch(refuse);
    if (done || !value) break;
    seen += value.length;
    try { take(value, seen); } catch (error) { reader.cancel().catch(() => {}); throw error; }
    await pause();
  }
  if (seen !== size || file.size !== size || file.lastModified !== lastModified) {
    throw changed(file, `${seen} bytes were read of a file of ${size} bytes`);
  }
};

/** Whether a file is a gzip archive, by its content. @param {File} file */
const isGzip = async (file) => {
  const refuse = async () => { throw await unreadable(file); };
  const start = new Uint8Array(await file.slice(0, 3).arrayBuffer().catch(refuse));
  return start[0] === 0x1f && start[1] === 0x8b && start[2] === 8;
};

/** Why an archive could not be unpacked: the file itself, or what is in it. @param {File} file @param {number} seen @param {unknown} reason */
const unpackable = async (file, seen, reason) => {
  const { size, lastModified } = file;
  const gone = await file.slice(0, 1).arrayBuffer().then(() => false, () => true);
  if (gone) return unreadable(file);
  if (file.size !== size || file.lastModified !== lastModified) return changed(file, "the file was written while it was read");
  return coded(
    "table.gzip",
    `the gzip archive cannot be unpacked beyond ${seen} of its ${size} bytes (${String(reason).slice(0, 100)})`,
    "one whole gzip archive",
    "It was not copied completely, is damaged, or is several archives in one: unpack it (gunzip) and drop the file that comes out.",
    { file: file.name },
  );
};

/**
 * As `stream`, with gzip archives unpacked; `seen` counts the bytes of the file as it is.
 * @param {File} file @param {boolean} packed @param {(chunk: Uint8Array<ArrayBuffer>, seen: number) => void | boolean} take ends the reading early with `true`
 */
const unpacked = async (file, packed, take) => {
  let seen = 0;
  const pause = pauses();
  const counted = new TransformStream({ transform: (chunk, out) => { seen += chunk.length; out.enqueue(chunk); } });
  const reader = packed ? readerOf(file.stream().pipeThrough(counted).pipeThrough(new DecompressionStream("gzip"))) : fileReader(file);
  const refuse = async (/** @type {unknown} */ reason) => { throw packed ? await unpackable(file, seen, reason) : await unreadable(file); };
  for (;;) {
    const { done, value } = await reader.read().catch(refuse);
    if (done || !value) return;
    if (!packed) seen += value.length;
    try {
      if (take(value, seen)) { reader.cancel().catch(() => {}); return; }
    } catch (error) { reader.cancel().catch(() => {}); throw error; }
    await pause();
  }
};

/** The first bytes of a file, unpacked, and whether that is all. @param {File} file @param {number} most @returns {Promise<{ bytes: Uint8Array<ArrayBuffer>, whole: boolean }>} */
const firstBytes = async (file, most) => {
  const bytes = new Uint8Array(most);
  let length = 0;
  let whole = true;
  await unpacked(file, await isGzip(file), (chunk) => {
    const part = chunk.subarray(0, most - length);
    bytes.set(part, length);
    length += part.length;
    whole = part.length === chunk.length;
    return !whole;
  });
  return { bytes: bytes.subarray(0, length), whole };
};
