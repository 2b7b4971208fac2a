// Runs after the digest module's `no-modules` glue in a sibling worker that the cell starts: SHA-256 of a file,
// streamed beside the analysis. Message layout: see "Siblings" in cell.js.
"use strict";
{
  /* global wasm_bindgen */
  const VERSION = 1;
  const KIND = { call: 1, progress: 2, ok: 3, error: 4, ready: 5 };
  const HEADER_BYTES = 8;
  const PROGRESS_EVERY_BYTES = 4 * 1024 * 1024;

  /** @typedef {import("../types/protocol").Problem} Problem */

  /** @param {number} kind @param {number} id @param {Uint8Array} payload */
  const frame = (kind, id, payload) => {
    const bytes = new Uint8Array(HEADER_BYTES + payload.length);
    const view = new DataView(bytes.buffer);
    view.setUint8(0, VERSION);
    view.setUint8(1, kind);
    view.setUint32(4, id, true);
    bytes.set(payload, HEADER_BYTES);
    return bytes.buffer;
  };

  /** @param {number} value */
  const number = (value) => {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setFloat64(0, value, true);
    return bytes;
  };

  /** @param {File} file @param {string} code @param {string} found @param {string} action @returns {Problem} */
  const refusal = (file, code, found, action) =>
    ({ code, place: { file: file.name }, found, expected: "the bytes that were chosen", action });

  // A loop over a stream whose data is there never ends its task, and then could not be stopped at once.
  const TURN_MS = 40;
  const turn = new MessageChannel();
  /** @type {((value: null) => void)[]} */
  const turns = [];
  turn.port1.onmessage = () => { const ready = turns.shift(); if (ready) ready(null); };
  /** One channel for all turns: one made for each could be collected before its message comes. @returns {Promise<null>} */
  const nextTask = () => new Promise((ready) => { turns.push(ready); turn.port2.postMessage(0); });

  /** @param {File} file @param {(seen: number) => void} progress @returns {Promise<string>} */
  const hash = async (file, progress) => {
    const digest = new wasm_bindgen.Digest();
    const reader = file.stream().getReader();
    let seen = 0;
    let told = 0;
    let turned = performance.now();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      digest.update(value);
      seen += value.length;
      if (seen - told >= PROGRESS_EVERY_BYTES || seen === file.size) { told = seen; progress(seen); }
      if (performance.now() - turned > TURN_MS) { await nextTask(); turned = performance.now(); }
    }
    if (seen !== file.size) throw refusal(file, "table.file-changed", `${seen} bytes were read of a file of ${file.size} bytes`, "Choose the file again.");
    return digest.finish();
  };

  /** @param {unknown} thrown @returns {thrown is Problem} */
  const isCoded = (thrown) => typeof thrown === "object" && thrown !== null && "code" in thrown && typeof thrown.code === "string";

  /** @param {File} file @param {unknown} thrown @returns {Promise<Problem>} */
  const coded = async (file, thrown) => {
    // A DOMException has a code, too, but a number.
    if (isCoded(thrown)) return thrown;
    if (thrown instanceof WebAssembly.RuntimeError) return refusal(file, "internal.panic", `the digest stopped: ${thrown.message}`, "Try once more.");
    const reason = await file.slice(0, 1).arrayBuffer().then(() => "it can be read again", (/** @type {DOMException} */ error) => error.name);
    if (reason !== "NotFoundError") return refusal(file, "table.file-changed", `reading stopped: the file was written, moved or locked since it was chosen (${reason})`, "Choose the file again.");
    return refusal(file, "file.unreadable", "the file is no longer where it was", "Check that the file still exists, then choose it again.");
  };

  /** @param {MessageEvent<{ start: { wasm: ArrayBuffer }, port: MessagePort }>} event */
  self.onmessage = ({ data: { start, port } }) => {
    self.onmessage = null;
    wasm_bindgen.initSync({ module: start.wasm });
    /** @param {MessageEvent<{ bytes: ArrayBuffer, file?: File }>} event */
    port.onmessage = async ({ data: { bytes, file } }) => {
      const view = new DataView(bytes);
      const id = view.getUint32(4, true);
      const tell = (/** @type {number} */ kind, /** @type {Uint8Array} */ payload) => {
        const message = frame(kind, id, payload);
        port.postMessage({ bytes: message }, [message]);
      };
      if (view.getUint8(0) !== VERSION || view.getUint8(1) !== KIND.call || !file) return;
      try {
        tell(KIND.ok, new TextEncoder().encode(await hash(file, (seen) => tell(KIND.progress, number(seen)))));
      } catch (thrown) {
        tell(KIND.error, new TextEncoder().encode(JSON.stringify(await coded(file, thrown))));
      }
    };
    const ready = frame(KIND.ready, 0, new Uint8Array(0));
    port.postMessage({ bytes: ready }, [ready]);
  };
}
