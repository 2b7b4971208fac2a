/** @import { Assets, CellHandle, Problem } from "../types/protocol" */
import { problem, unsupported, workerLost } from "./problem.js";
import { refuse } from "./protocol.js";

/** A cell that has not answered by then never will: several refusals are silent. */
const START_TIMEOUT_MS = 10_000;

/** While calls wait, the frame is asked this often whether it lives; no event tells that its process ended. */
const PULSE_MS = 1_000;
/** So many questions in a row without an answer mean that the process is gone. */
const PULSES_MISSED = 4;

/**
 * The policy of the sealed frame, in force before its only script runs.
 * @param {string} hash of the bootstrap, as in `sha256-…`
 */
export function cellPolicy(hash) {
  return `default-src 'none'; script-src '${hash}' 'wasm-unsafe-eval'; worker-src blob:; connect-src 'none'`;
}

/**
 * Opens a sealed cell: a sandboxed frame of opaque origin whose only script is the hashed bootstrap, in it one
 * classic Blob worker made of the engine's glue and www/worker/cell.js. Resolves when the engine answers.
 * @param {Omit<Assets, "module">} assets
 * @param {(lost: Problem) => void} onLost called at most once, when the running cell fails by itself
 * @param {number} [timeout_ms]
 * @returns {Promise<CellHandle>}
 */
export function openCell(assets, onLost, timeout_ms = START_TIMEOUT_MS) {
  const { promise, resolve, reject } = withResolvers();
  const frame = document.createElement("iframe");
  const { port1: port, port2 } = new MessageChannel();
  let started = false;
  let closed = false;
  let missed = 0;
  /** @type {ReturnType<typeof setInterval> | 0} */
  let pulse = 0;

  /** @param {boolean} on */
  const watch = (on) => {
    clearInterval(pulse);
    pulse = 0;
    missed = 0;
    if (!on || closed) return;
    pulse = setInterval(() => {
      if (missed >= PULSES_MISSED) return fail(workerLost("its process ended"));
      missed += 1;
      frame.contentWindow?.postMessage("alive?", "*");
    }, PULSE_MS);
  };
  const close = () => {
    closed = true;
    clearTimeout(timer);
    watch(false);
    removeEventListener("message", hearFrame);
    port.onmessage = null;
    port.close();
    frame.remove();
  };
  /** @param {Problem} why */
  const fail = (why) => {
    if (closed) return;
    close();
    if (started) onLost(why);
    else reject(why);
  };
  /** @param {MessageEvent} event */
  const hearFrame = (event) => {
    if (event.source !== frame.contentWindow) return;
    if (event.data?.alive === true) missed = 0;
    if (typeof event.data?.dead !== "string") return;
    const why = event.data.dead.slice(0, 200);
    fail(started ? workerLost(why) : unsupported(`the sealed worker did not start: ${why}`));
  };
  const timer = setTimeout(
    () => fail(problem("start.no-answer", `the engine did not start within ${timeout_ms / 1000} s`, "an answer from the sealed worker", "Reload the page; if it stays so, a policy or an extension stops the worker.")),
    timeout_ms,
  );

  frame.setAttribute("sandbox", "allow-scripts");
  frame.setAttribute("aria-hidden", "true");
  frame.title = "sealed engine";
  frame.tabIndex = -1;
  frame.hidden = true;
  frame.srcdoc = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${cellPolicy(assets.bootstrap.hash)}"><script>${assets.bootstrap.text}</` + "script>";
  addEventListener("message", hearFrame);
  port.onmessageerror = () => fail(problem("internal.message", "a message from the engine could not be read", "plain data", "Reload the page."));
  port.onmessage = ({ data }) => {
    const wrong = refuse(data, undefined);
    if (wrong) return fail(problem("internal.message", wrong, "the agreed first message", "Reload the page."));
    if (data.error) return fail(data.error);
    started = true;
    clearTimeout(timer);
    port.onmessage = null;
    resolve({ port, close, watch });
  };
  frame.onload = () => {
    frame.onload = null;
    const wasm = assets.engine.wasm.slice(0);
    const start = { wasm, text: assets.engine.text };
    frame.contentWindow?.postMessage({ text: assets.engine.text, start }, "*", [port2, wasm]);
  };
  document.body.append(frame);
  return promise;
}

/** @returns {{ promise: Promise<CellHandle>, resolve: (cell: CellHandle) => void, reject: (why: Problem) => void }} */
function withResolvers() {
  /** @type {any} */
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
}

/** Says what this browser lacks, or `null`. @returns {Problem | null} */
export function missingSupport() {
  if (typeof WebAssembly !== "object") return unsupported("the browser has no WebAssembly");
  if (typeof Worker !== "function") return unsupported("the browser has no workers");
  if (!("sandbox" in HTMLIFrameElement.prototype) || !("srcdoc" in HTMLIFrameElement.prototype)) return unsupported("the browser has no sandboxed frames");
  if (typeof Blob.prototype.stream !== "function") return unsupported("the browser cannot stream files");
  return null;
}
