// Runs after the digest module's `no-modules` glue in a worker that the cell starts: SHA-256 of a file, streamed
// beside the analysis. The protocol is the cell's.
"use strict";
{
  /* global wasm_bindgen */
  const VERSION = 1;
  const PROGRESS_EVERY_BYTES = 4 * 1024 * 1024;

  /** @param {File} file @param {(seen: number) => void} progress @returns {Promise<string>} */
  const hash = async (file, progress) => {
    const digest = new wasm_bindgen.Digest();
    let told = 0;
    await stream(file, (chunk, seen) => {
      digest.update(chunk);
      if (seen - told >= PROGRESS_EVERY_BYTES || seen === file.size) { told = seen; progress(seen); }
    });
    return digest.finish();
  };

  /** @param {MessageEvent<{ start: { wasm: ArrayBuffer }, port: MessagePort }>} event */
  self.onmessage = ({ data: { start, port } }) => {
    self.onmessage = null;
    wasm_bindgen.initSync({ module: start.wasm });
    /** @param {MessageEvent<{ v: number, id: number, args: { file: File } }>} event */
    port.onmessage = async ({ data: { v, id, args: { file } } }) => {
      if (v !== VERSION) return;
      const tell = (/** @type {object} */ message) => port.postMessage({ v: VERSION, id, ...message });
      try {
        tell({ ok: await hash(file, (done) => tell({ progress: { done, total: file.size } })) });
      } catch (thrown) {
        tell({ error: isCoded(thrown) ? thrown : coded("internal.panic", `the digest stopped: ${thrown}`, "the bytes that were chosen", "Try once more.", { file: file.name }) });
      }
    };
    port.postMessage({ v: VERSION, id: 0, ok: "started" });
  };
}
