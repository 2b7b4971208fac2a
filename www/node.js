// The engine in Node: full.wasm, all in one thread, with the `web` glue.
import { createHash } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import * as engine from "./pkg/full.js";

/** The bytes that run: the built full.wasm. */
const bytes = readFileSync(new URL("./pkg/full.wasm", import.meta.url));
const { memory } = engine.initSync({ module: bytes });

/** SHA-256 of the full.wasm that runs here. */
export const engineSha256 = () => createHash("sha256").update(bytes).digest("hex");

/** Bytes of memory that the engine holds. */
export const memoryBytes = () => memory.buffer.byteLength;

/** @typedef {import("./types/protocol").Slot} Slot */

/**
 * Reads one file into a slot of a session, chunk by chunk; answers its summary.
 * @param {engine.Session} session
 * @param {Slot} slot
 * @param {string} file path
 * @returns {Promise<any>}
 */
async function read(session, slot, file) {
  const { size } = await stat(file);
  for (let pass = 0; pass < 2; pass += 1) {
    session.begin(slot, basename(file), size);
    for await (const chunk of createReadStream(file)) session.push(slot, chunk);
    const summary = session.finish(slot);
    if (summary) return summary;
  }
  throw new Error(`${file}: a second reading asked for a third`);
}

/**
 * Compares two files as the page does; the same inputs and settings give the same bytes. Without a current file the
 * reference is split as `config.split` says: by default at the median of its times.
 * @param {{ reference: string, current?: string, config?: object }} run paths and settings
 * @returns {Promise<{ report: any, json: string, summaries: Record<Slot, any> }>} `json` are the bytes that determinism promises
 * @throws the engine's plain coded errors
 */
export async function analyseFiles({ reference, current, config = engine.defaultConfig() }) {
  const session = new engine.Session(config);
  try {
    const summaries = { reference: await read(session, "reference", reference), current: current && (await read(session, "current", current)) };
    if (!current) [summaries.reference, summaries.current] = session.split(config);
    const report = session.analyse(config);
    return { report, json: JSON.stringify(report), summaries };
  } finally {
    session.free();
  }
}

export const { about, checkConfig, compareReports, defaultConfig, describe, drawSvg, exportReport, openReport } = engine;
