// The engine in Node: full.wasm, all in one thread, with the `web` glue.
import { createHash } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import { open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { createGunzip } from "node:zlib";
import * as engine from "./pkg/full.js";

/** The bytes that run: the built full.wasm. */
const bytes = readFileSync(new URL("./pkg/full.wasm", import.meta.url));
const { memory } = engine.initSync({ module: bytes });

/** SHA-256 of the full.wasm that runs here. */
export const engineSha256 = () => createHash("sha256").update(bytes).digest("hex");

/** Bytes of memory that the engine holds. */
export const memoryBytes = () => memory.buffer.byteLength;

/** A first reading, one for other types, and some for a sample that the memory can hold. */
const MOST_READINGS = 8;

/** @typedef {import("./types/protocol").Slot} Slot */

/** Whether a file is a gzip archive, by its content. @param {string} file path */
async function isGzip(file) {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(3), 0, 3, 0);
    return bytesRead === 3 && buffer[0] === 0x1f && buffer[1] === 0x8b && buffer[2] === 8;
  } finally {
    await handle.close();
  }
}

/**
 * The chunks of a file, unpacked where it is a gzip archive.
 * @param {string} file path
 * @param {boolean} packed
 */
async function* chunks(file, packed) {
  if (!packed) {
    yield* createReadStream(file, { highWaterMark: 1 << 18 });
    return;
  }
  const source = createReadStream(file);
  const unpacked = createGunzip();
  source.on("error", (error) => unpacked.destroy(error));
  try {
    yield* source.pipe(unpacked);
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    if (!code?.startsWith("Z_")) throw error;
    throw {
      code: "table.gzip",
      place: { file: basename(file) },
      found: `the gzip archive cannot be unpacked (${message})`,
      expected: "one whole gzip archive",
      action: "It was not copied completely or is damaged: unpack it (gunzip) and give the file that comes out.",
    };
  }
}

/**
 * The first rows of a file as settings read them, without reading the file.
 * @param {string} file path
 * @param {object} [config] settings
 * @returns {Promise<any>}
 */
export async function previewFile(file, config = engine.defaultConfig()) {
  const most = 1 << 18;
  const parts = [];
  let length = 0;
  for await (const chunk of chunks(file, await isGzip(file))) {
    parts.push(chunk);
    length += chunk.length;
    if (length > most) break;
  }
  return engine.preview(basename(file), Buffer.concat(parts).subarray(0, most), length <= most, config);
}

/**
 * Reads one file into a slot of a session, chunk by chunk; answers its summary.
 * @param {engine.Session} session
 * @param {Slot | "attributes"} slot
 * @param {string} file path
 * @returns {Promise<any>}
 */
async function read(session, slot, file) {
  const { size } = await stat(file);
  const packed = await isGzip(file);
  for (let pass = 0; pass < MOST_READINGS; pass += 1) {
    session.begin(slot, basename(file), packed ? NaN : size);
    for await (const chunk of chunks(file, packed)) session.push(slot, chunk);
    const summary = session.finish(slot);
    if (summary) return summary;
  }
  throw new Error(`${file}: ${MOST_READINGS} readings asked for another`);
}

/**
 * Compares two files as the page does; the same inputs and settings give the same bytes. Without a current file the
 * reference is split as `config.split` says: by default at the median of its times. The columns of a file of attributes
 * are put beside the rows with the same key first, as `config.attributes` says.
 * @param {{ reference: string, current?: string, attributes?: string, config?: object }} run paths and settings
 * @returns {Promise<{ report: any, json: string, summaries: Record<Slot, any>, joined?: any[] }>} `json` are the bytes that determinism promises; `joined` says what became of the rows, by file
 * @throws the engine's plain coded errors
 */
export async function analyseFiles({ reference, current, attributes, config = engine.defaultConfig() }) {
  const session = new engine.Session(config);
  try {
    const summaries = { reference: await read(session, "reference", reference), current: current && (await read(session, "current", current)) };
    const joined = attributes && (await join(session, attributes, config));
    if (!current) [summaries.reference, summaries.current] = session.split(config);
    const report = session.analyse(config);
    return { report, json: JSON.stringify(report), summaries, ...(joined && { joined }) };
  } finally {
    session.free();
  }
}

/**
 * Looks at one file alone, as the page does: its quality and, where columns say so, its fairness.
 * @param {{ file: string, attributes?: string, config?: object }} run paths and settings
 * @returns {Promise<{ report: any, json: string, summary: any, joined?: any[] }>} as {@link analyseFiles}
 * @throws the engine's plain coded errors
 */
export async function lookAtFile({ file, attributes, config = engine.defaultConfig() }) {
  const session = new engine.Session(config);
  try {
    const summary = await read(session, "current", file);
    const joined = attributes && (await join(session, attributes, config));
    const report = session.analyse(config);
    return { report, json: JSON.stringify(report), summary, ...(joined && { joined }) };
  } finally {
    session.free();
  }
}

/**
 * Puts the columns of a file of attributes beside the rows with the same key.
 * @param {engine.Session} session
 * @param {string} file path
 * @param {object} config
 * @returns {Promise<any[]>}
 */
async function join(session, file, config) {
  await read(session, "attributes", file);
  return session.joinAttributes(config);
}

/**
 * Learns from a file what the next one of its kind must hold.
 * @param {{ file: string, config?: object }} run path and settings
 * @returns {Promise<any>} the settings with `analyses.quality.expectations` written anew, ready for {@link analyseFiles}
 * @throws the engine's plain coded errors
 */
export async function learnExpectations({ file, config = engine.defaultConfig() }) {
  const session = new engine.Session(config);
  try {
    await read(session, "reference", file);
    return session.learnExpectations("reference", config);
  } finally {
    session.free();
  }
}

export const { about, checkConfig, compareReports, defaultConfig, describe, drawSvg, exportReport, openReport } = engine;
