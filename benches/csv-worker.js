// One side of `bench csv` in a worker of its own: the product's worker text, or PapaParse. Answers seconds.
"use strict";

/* global Papa, readHere, wasm_bindgen */
const MEMORY_CHUNK_BYTES = 256 * 1024;
const seconds = async (work) => {
  const began = performance.now();
  const answer = await work();
  return { s: (performance.now() - began) / 1000, answer };
};

/** @type {Uint8Array[]} */
let chunks = [];
let text = "";
let config;

const CALLS = {
  /** The text that the sealed cell runs, without its protocol: this worker asks its functions itself. */
  open: async ({ wasm }) => {
    importScripts("/pkg/engine-cell.js");
    self.onmessage = hearCall; // the cell's own waits for a port
    wasm_bindgen.initSync({ module: new WebAssembly.Module(wasm) });
    config = wasm_bindgen.defaultConfig();
  },
  openPapa: () => importScripts("/node/papaparse/papaparse.min.js"),
  load: async ({ file }) => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    chunks = [];
    // Copies: each chunk is a buffer of its own, as a stream's chunks are.
    for (let at = 0; at < bytes.length; at += MEMORY_CHUNK_BYTES) chunks.push(bytes.slice(at, at + MEMORY_CHUNK_BYTES));
  },
  loadText: async ({ file }) => { text = await file.text(); },
  /** Typed and stored, from chunks that are in memory. */
  memory: async () => {
    const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    const session = new wasm_bindgen.Session(config);
    let readings = 0;
    const { s, answer } = await seconds(() => {
      for (;;) {
        readings += 1;
        session.begin("current", "mixed.csv", size);
        for (const chunk of chunks) session.push("current", chunk);
        const summary = session.finish("current");
        if (summary) return summary;
      }
    });
    session.free();
    return { s, readings, rows: answer.rows, kinds: answer.columns.map((column) => column.kind) };
  },
  /** From the file, as the page reads it. */
  file: async ({ file }) => {
    const { s, answer } = await seconds(() => readHere({ slot: "current", file, config, key: String(Math.random()) }, () => {}));
    return { s, rows: answer.rows };
  },
  bare: async ({ file }) => {
    const { s } = await seconds(async () => {
      const reader = file.stream().getReader();
      while (!(await reader.read()).done);
    });
    return { s };
  },
  papa: async () => {
    const { s, answer } = await seconds(() => Papa.parse(text, { dynamicTyping: true, skipEmptyLines: true }).data.length);
    return { s, rows: answer - 1 };
  },
};

function hearCall({ data: { call, args } }) {
  Promise.resolve().then(() => CALLS[call](args)).then(
    (ok) => postMessage({ ok }),
    (error) => postMessage({ error: String(error?.found ?? error?.stack ?? error) }),
  );
}
self.onmessage = hearCall;
