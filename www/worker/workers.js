// Further workers inside the sealed cell: Blob workers that the frame starts when asked, joined to this one by a port,
// that speak the cell's own protocol.
"use strict";

const PROTOCOL = 1;
const START_WAIT_MS = 500;
const START_RETRIES = 4;
const SILENCE_MS = 60_000;

/**
 * @typedef {(done: number, total?: any) => void} Told
 * @typedef {object} Helper
 * @property {(call: string, args: Record<string, unknown>, options?: { transfer?: Transferable[], progress?: Told }) => Promise<any>} ask
 * @property {(why: string) => void} end
 * @property {boolean} busy whether an answer is awaited
 * @property {Promise<void>} ended resolves when it has ended, whatever the reason
 * @typedef {{ resolve: (answer: any) => void, reject: (why: unknown) => void, progress: Told, heard: () => void }} Waiting
 */

/** What is told when the frame has lost a worker, by its number. @type {Map<number, (why: string) => void>} */
const losses = new Map();
let lastNumber = 0;

addEventListener("message", (/** @type {MessageEvent} */ { data }) => { if (data && data.lost) losses.get(data.lost)?.(data.why); });

/** Texts and bytes of the modules that were handed in. @type {Record<string, ModulePart>} */
const modules = {};
/** @type {Map<string, Promise<Helper>>} */
const started = new Map();

/**
 * One try at starting a worker; resolves when it says that it is ready.
 * @param {string} name @param {string} text @param {object} start @param {number} wait_ms @param {() => void} gone called once when it has ended
 * @returns {Promise<Helper>}
 */
const tryWorker = (name, text, start, wait_ms, gone) => new Promise((resolve, reject) => {
  lastNumber += 1;
  const number = lastNumber;
  const channel = new MessageChannel();
  /** @type {Map<number, Waiting>} */
  const pending = new Map();
  let next = 1;
  /** @type {Problem | null} */
  let ended = null;
  /** @type {() => void} */
  let tellEnd = () => {};
  const over = new Promise((/** @type {(value: void) => void} */ resolve) => { tellEnd = resolve; });
  const end = (/** @type {string} */ why) => {
    if (ended) return;
    ended = coded("internal.worker-lost", `${name}: ${why}`, "an answer", "Try once more.");
    clearTimeout(timer);
    losses.delete(number);
    self.postMessage({ id: number, end: true });
    channel.port1.close();
    gone();
    tellEnd();
    reject(ended);
    for (const call of pending.values()) call.reject(ended);
    pending.clear();
  };
  const timer = setTimeout(end, wait_ms, "it did not start");
  losses.set(number, end);
  channel.port1.onmessageerror = () => end("a message could not be read");
  channel.port1.onmessage = ({ data }) => {
    if (!data || data.v !== PROTOCOL) { end("a message of another version"); return; }
    if (data.id === 0) {
      if (data.error) { end(data.error.found); return; }
      clearTimeout(timer);
      resolve(helper);
      return;
    }
    const waiting = pending.get(data.id);
    if (!waiting) return;
    waiting.heard();
    if (data.progress) { waiting.progress(data.progress.done, data.progress.total); return; }
    pending.delete(data.id);
    if (data.error) waiting.reject(data.error);
    else waiting.resolve(data.ok);
  };
  /** @type {Helper} */
  const helper = {
    get busy() { return pending.size > 0; },
    end,
    ended: over,
    ask: (call, args, { transfer = [], progress = () => {} } = {}) => new Promise((yes, no) => {
      if (ended) { no(ended); return; }
      const id = next;
      next += 1;
      // A worker that says nothing for a minute is lost: no event tells.
      let silence = setTimeout(end, SILENCE_MS, "it fell silent");
      const heard = () => { clearTimeout(silence); silence = setTimeout(end, SILENCE_MS, "it fell silent"); };
      pending.set(id, {
        resolve: (value) => { clearTimeout(silence); yes(value); },
        reject: (error) => { clearTimeout(silence); no(error); },
        progress,
        heard,
      });
      channel.port1.postMessage({ v: PROTOCOL, id, call, args }, transfer);
    }),
  };
  self.postMessage({ id: number, text, start, port: channel.port2 }, [channel.port2]);
});

/**
 * Starts a worker once. Silence is answered by another try: a refusal may come with no event at all.
 * @param {string} name @param {string} text @param {object} start @param {number} [retries] @returns {Promise<Helper>}
 */
const startWorker = (name, text, start, retries = START_RETRIES) => {
  const running = started.get(name);
  if (running) return running;
  const gone = () => { if (started.get(name) === entry) started.delete(name); };
  /** @type {(left: number, wait_ms: number) => Promise<Helper>} */
  const attempt = (left, wait_ms) => {
    let ready = false;
    return tryWorker(name, text, start, wait_ms, () => { if (ready || left === 0) gone(); }).then(
      (helper) => { ready = true; return helper; },
      (error) => { if (left === 0) throw error; return attempt(left - 1, wait_ms * 2); },
    );
  };
  const entry = Promise.resolve().then(() => attempt(retries, START_WAIT_MS));
  started.set(name, entry);
  entry.catch(gone);
  return entry;
};

/** A module of the build in a worker of its own, or in a further one. @param {string} name @param {ModulePart | undefined} part @param {string} [further] @returns {Promise<Helper>} */
const startModule = (name, part, further) => {
  if (part) modules[name] ??= part;
  const { text, wasm } = modules[name] ?? {};
  if (!wasm) return Promise.reject(coded("call.invalid", `no module "${name}" was handed in`, "a module of the build", "Reload the page."));
  return startWorker(`module ${further ?? name}`, text, { wasm, inner: true });
};

/** @param {unknown} thrown */
const isLost = (thrown) => isCoded(thrown) && thrown.code === "internal.worker-lost";
