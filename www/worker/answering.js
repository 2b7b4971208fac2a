// How a module's worker answers the cell that started it: one call after another, but for some, in the cell's own protocol.
"use strict";

/**
 * @param {Record<string, (args: any, progress: (done: number, total?: any) => void) => unknown>} calls
 * @param {string} stopped what is said where the module panics @param {string} action what a person does then
 * @param {string[]} [between] calls that are answered as soon as another one pauses: they change nothing, and a person waits for them
 */
const answerCalls = (calls, stopped, action, between = []) => {
  /* global wasm_bindgen */
  const VERSION = 1;
  /** @param {MessageEvent<{ start: { wasm: ArrayBuffer }, port: MessagePort }>} event */
  self.onmessage = ({ data: { start, port } }) => {
    self.onmessage = null;
    wasm_bindgen.initSync({ module: start.wasm });
    let waiting = Promise.resolve();
    /** @param {MessageEvent<{ v: number, id: number, call: string, args: any }>} event */
    port.onmessage = ({ data: { v, id, call, args } }) => {
      if (v !== VERSION) return;
      const tell = (/** @type {object} */ message, /** @type {Transferable[]} */ transfer = []) => port.postMessage({ v: VERSION, id, ...message }, transfer);
      const run = async () => {
        try {
          if (!Object.hasOwn(calls, call)) throw coded("call.invalid", `no call "${String(call).slice(0, 80)}"`, Object.keys(calls).join(", "), "Use a call of the protocol.");
          const ok = await calls[call](args, (done, total) => tell({ progress: { done, total } }));
          tell({ ok }, buffersOf(ok));
        } catch (thrown) {
          tell({ error: isCoded(thrown) ? thrown : coded("internal.panic", `${stopped}: ${String(thrown).slice(0, 200)}`, "an answer or a coded error", action) });
        }
      };
      if (between.includes(call)) void run();
      else waiting = waiting.then(run);
    };
    port.postMessage({ v: VERSION, id: 0, ok: "started" });
  };
};
