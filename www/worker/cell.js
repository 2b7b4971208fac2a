// Runs after the engine's `no-modules` glue in one classic worker inside the sealed frame: the only place where
// a person's files are read. Speaks the protocol of www/shared/protocol.js over the port it is handed.
"use strict";
{
  /* global wasm_bindgen */
  const VERSION = 1;
  const PROGRESS_EVERY_MS = 50;
  const REPORT_FILE_BYTES = 64 * 1024 * 1024;

  /**
   * @typedef {import("../types/protocol").Problem} Problem
   * @typedef {import("../types/protocol").Slot} Slot
   * @typedef {import("../types/protocol").ModulePart} ModulePart
   * @typedef {{ id: number, call: string, args: Record<string, unknown> }} Call
   * @typedef {{ call: (payload: Uint8Array, file: File | null, progress: (payload: Uint8Array) => void) => Promise<Uint8Array>, worker: Worker }} Sibling
   * @typedef {{ resolve: (payload: Uint8Array) => void, reject: (why: unknown) => void, progress: (payload: Uint8Array) => void }} Waiting
   */

  /** Handed over with the start, before which no call is heard. @type {MessagePort} */
  let port;
  /** @type {InstanceType<typeof wasm_bindgen.Session> | null} */
  let session = null;
  /** @type {string | null} */
  let sessionKey = null;
  /** @type {Problem | null} */
  let panicked = null;
  /** @type {Record<string, ModulePart>} */
  const modules = {};
  /** @type {Map<string, Promise<Sibling>>} */
  const siblings = new Map();
  /** @type {Promise<void>} */
  let queue = Promise.resolve();

  /** @param {string} code @param {string} found @param {string} expected @param {string} action @param {Problem["place"]} place @returns {Problem} */
  const coded = (code, found, expected, action, place = {}) => ({ code, place, found, expected, action });

  /** @param {unknown} thrown @returns {thrown is Problem} */
  const isCoded = (thrown) =>
    typeof thrown === "object" && thrown !== null && "code" in thrown && "found" in thrown && typeof thrown.code === "string" && typeof thrown.found === "string";

  /**
   * What left a call, as the plain object that crosses ports: a clone of an Error would lose the code.
   * @param {unknown} thrown @param {Problem["place"]} place @returns {Problem}
   */
  const plain = (thrown, place = {}) => {
    if (isCoded(thrown)) return thrown;
    // Anything else is a defect of ours, most often a panic, after which the instance cannot be trusted.
    panicked = coded(
      "internal.panic",
      `the engine stopped: ${String(thrown instanceof Error ? thrown.message : thrown).slice(0, 200)}`,
      "an answer or a coded error",
      "The engine is started again; try once more, and report what caused it.",
      place,
    );
    return panicked;
  };

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

  /** @param {number} id @param {number} total */
  const throttled = (id, total) => {
    let last = -Infinity;
    return (/** @type {number} */ done) => {
      const now = performance.now();
      if (now - last < PROGRESS_EVERY_MS && done < total) return;
      last = now;
      port.postMessage({ v: VERSION, id, progress: { done, total } });
    };
  };

  // A stream whose data is there answers without ending the task, and a worker that never ends its task cannot be
  // stopped at once: from time to time the loop lets the next task come.
  const TURN_MS = 40;
  const turn = new MessageChannel();
  /** @type {((value: null) => void)[]} */
  const turns = [];
  turn.port1.onmessage = () => { const ready = turns.shift(); if (ready) ready(null); };
  /** One channel for all turns: one made for each could be collected before its message comes. @returns {Promise<null>} */
  const nextTask = () => new Promise((ready) => { turns.push(ready); turn.port2.postMessage(0); });

  /**
   * Streams the file once; `take` sees every chunk, and the file must keep its size and time meanwhile.
   * @param {File} file @param {(chunk: Uint8Array<ArrayBuffer>, seen: number) => void} take
   */
  const stream = async (file, take) => {
    const { size, lastModified } = file;
    let seen = 0;
    let turned = performance.now();
    const refuse = async () => { throw await unreadable(file); };
    const reader = await (async () => file.stream().getReader())().catch(refuse);
    for (;;) {
      const { done, value } = await reader.read().catch(refuse);
      if (done) break;
      seen += value.length;
      try { take(value, seen); } catch (error) { reader.cancel().catch(() => {}); throw error; }
      if (performance.now() - turned > TURN_MS) { await nextTask(); turned = performance.now(); }
    }
    if (seen !== size || file.size !== size || file.lastModified !== lastModified) {
      throw changed(file, `${seen} bytes were read of a file of ${size} bytes`);
    }
  };

  /** @param {{ slot: Slot, file: File, config: unknown, key: string }} args @param {number} id */
  const read = async ({ slot, file, config, key }, id) => {
    if (!session || sessionKey !== key) {
      if (session) session.free();
      session = new wasm_bindgen.Session(config);
      sessionKey = key;
    }
    const reading = session;
    const progress = throttled(id, file.size);
    for (let pass = 0; pass < 2; pass += 1) {
      reading.begin(slot, file.name, file.size);
      progress(0);
      await stream(file, (chunk, seen) => { reading.push(slot, chunk); progress(seen); });
      const answer = reading.finish(slot);
      if (answer.status === "table") return answer.summary;
    }
    throw changed(file, "a second reading asked for a third");
  };

  /** @param {{ config: unknown }} args @param {number} id */
  const analyse = async ({ config }, id) => {
    if (!session) throw coded("call.invalid", "`analyse` before `read`", "both files read first", "Read both files, then analyse.");
    const total = session.beginAnalysis(config);
    const progress = throttled(id, total);
    let turned = performance.now();
    for (let done = 1; !session.stepAnalysis(); done += 1) {
      progress(done);
      if (performance.now() - turned > TURN_MS) { await nextTask(); turned = performance.now(); }
    }
    progress(total);
    return session.finishAnalysis();
  };

  /**
   * The whole text of a small file of ours that a person kept.
   * @param {File} file @param {string} code of what is said when it is not one @param {string} expected @param {string} action
   */
  const savedText = async (file, code, expected, action) => {
    if (file.size > REPORT_FILE_BYTES) throw coded(code, `the file has ${file.size} bytes`, `${expected} of at most ${REPORT_FILE_BYTES} bytes`, action, { file: file.name });
    const decoder = new TextDecoder("utf-8", { fatal: true });
    let whole = "";
    const decode = (/** @type {Uint8Array<ArrayBuffer>} */ chunk, /** @type {TextDecodeOptions} */ options) => {
      try { whole += decoder.decode(chunk, options); } catch {
        throw coded(code, "the file is not UTF-8 text", expected, action, { file: file.name });
      }
    };
    await stream(file, (chunk) => decode(chunk, { stream: true }));
    decode(new Uint8Array(0), { stream: false });
    return whole;
  };

  /** @param {{ file?: File, text: string }} args */
  const open = async ({ file, text }) =>
    wasm_bindgen.openReport(file ? await savedText(file, "report.unreadable", "a saved report", "Choose a report saved by Driftglass.") : text);

  /** A settings file: what it sets, once the engine has found it right. @param {{ file: File }} args */
  const settings = async ({ file }) => {
    const action = "Choose a settings file saved by Driftglass.";
    const text = await savedText(file, "config.invalid-value", "a settings file", action);
    /** @type {unknown} */
    let config;
    try { config = JSON.parse(text); } catch (error) {
      throw coded("config.invalid-value", `the file is no JSON: ${String(error).slice(0, 200)}`, "a settings file", action, { file: file.name });
    }
    wasm_bindgen.checkConfig(config);
    return config;
  };

  // Siblings: later modules of the same crate, each a nested Blob worker with its own glue and its own copy of its
  // bytes. A message is `{bytes, file?}`; the bytes are version u8, kind u8, u16 zero, id u32 little endian, payload.
  const KIND = { call: 1, progress: 2, ok: 3, error: 4, ready: 5 };
  const HEADER_BYTES = 8;
  const SIBLING_WAIT_MS = 500;
  const SIBLING_RETRIES = 4;
  const SIBLING_SILENCE_MS = 60_000;

  /** @param {number} kind @param {number} id @param {Uint8Array} [payload] */
  const frame = (kind, id, payload = new Uint8Array(0)) => {
    const bytes = new Uint8Array(HEADER_BYTES + payload.length);
    const view = new DataView(bytes.buffer);
    view.setUint8(0, VERSION);
    view.setUint8(1, kind);
    view.setUint32(4, id, true);
    bytes.set(payload, HEADER_BYTES);
    return bytes;
  };

  /**
   * One try at starting a sibling; resolves when it says that it is ready.
   * @param {string} name @param {ModulePart} part @param {number} wait_ms @returns {Promise<Sibling>}
   */
  const trySibling = (name, part, wait_ms) => new Promise((resolve, reject) => {
    const worker = new Worker(URL.createObjectURL(new Blob([part.text], { type: "text/javascript" })));
    const channel = new MessageChannel();
    /** @type {Map<number, Waiting>} */
    const pending = new Map();
    let next = 1;
    const lost = (/** @type {string} */ why) => {
      const error = coded("internal.worker-lost", `module ${name}: ${why}`, "an answer", "Try once more.");
      worker.terminate();
      channel.port1.close();
      if (siblings.get(name) === entry) siblings.delete(name);
      reject(error);
      for (const call of pending.values()) call.reject(error);
      pending.clear();
    };
    const timer = setTimeout(lost, wait_ms, "it did not start");
    const entry = siblings.get(name);
    worker.onerror = (error) => { error.preventDefault(); lost(error.message || "its worker failed"); };
    channel.port1.onmessageerror = () => lost("a message could not be read");
    channel.port1.onmessage = ({ data }) => {
      const view = data && data.bytes instanceof ArrayBuffer && data.bytes.byteLength >= HEADER_BYTES ? new DataView(data.bytes) : null;
      if (!view || view.getUint8(0) !== VERSION) { lost("a message of another version"); return; }
      const kind = view.getUint8(1);
      if (kind === KIND.ready) {
        clearTimeout(timer);
        resolve({ call, worker });
        return;
      }
      const id = view.getUint32(4, true);
      const waiting = pending.get(id);
      if (!waiting) return;
      const payload = new Uint8Array(data.bytes, HEADER_BYTES);
      if (kind === KIND.progress) { waiting.progress(payload); return; }
      pending.delete(id);
      if (kind === KIND.ok) waiting.resolve(payload);
      else waiting.reject(JSON.parse(new TextDecoder().decode(payload)));
    };
    /** @type {Sibling["call"]} */
    const call = (payload, file, progress) => new Promise((yes, no) => {
      const id = next;
      next += 1;
      // A sibling that says nothing for a minute is lost: no event tells.
      let silence = setTimeout(lost, SIBLING_SILENCE_MS, "it fell silent");
      const heard = () => { clearTimeout(silence); silence = setTimeout(lost, SIBLING_SILENCE_MS, "it fell silent"); };
      pending.set(id, {
        resolve: (value) => { clearTimeout(silence); yes(value); },
        reject: (error) => { clearTimeout(silence); no(error); },
        progress: (value) => { heard(); progress(value); },
      });
      const bytes = frame(KIND.call, id, payload).buffer;
      channel.port1.postMessage(file ? { bytes, file } : { bytes }, [bytes]);
    });
    const wasm = part.wasm.slice(0);
    worker.postMessage({ start: { wasm }, port: channel.port2 }, [wasm, channel.port2]);
  });

  /**
   * Starts the module `name` once; answers `{call}`. Firefox leaves about one nested worker in forty unstarted, with
   * no event at all, so silence is answered by another try.
   * @param {string} name @returns {Promise<Sibling>}
   */
  const startModule = (name) => {
    const running = siblings.get(name);
    if (running) return running;
    const part = modules[name];
    if (!part) return Promise.reject(coded("call.invalid", `no module "${String(name).slice(0, 80)}" was handed in`, "a module of the build", "Reload the page."));
    /** @type {(left: number, wait_ms: number) => Promise<Sibling>} */
    const attempt = (left, wait_ms) => trySibling(name, part, wait_ms).catch((error) => {
      if (left === 0) throw error;
      return attempt(left - 1, wait_ms * 2);
    });
    const entry = Promise.resolve().then(() => attempt(SIBLING_RETRIES, SIBLING_WAIT_MS));
    siblings.set(name, entry);
    entry.catch(() => { if (siblings.get(name) === entry) siblings.delete(name); });
    return entry;
  };

  /** @param {{ file: File, module: ModulePart }} args @param {number} id */
  const digest = async ({ file, module }, id) => {
    modules.digest ??= module;
    const progress = throttled(id, file.size);
    const done = (/** @type {Uint8Array} */ payload) => progress(new DataView(payload.buffer, payload.byteOffset).getFloat64(0, true));
    return new TextDecoder().decode(await (await startModule("digest")).call(new Uint8Array(0), file, done));
  };

  /** Each takes what the client sends with it; the client is the other half of the same build. @type {Record<string, (args: any, id: number) => unknown>} */
  const CALLS = {
    about: () => wasm_bindgen.about(),
    defaults: () => wasm_bindgen.defaultConfig(),
    check: ({ config }) => wasm_bindgen.checkConfig(config),
    settings,
    read,
    forget: ({ slot }) => { if (session) session.forget(slot); return null; },
    analyse,
    open,
    export: ({ report, attachments, format }) => wasm_bindgen.exportReport(report, attachments, format),
    describe: ({ block }) => wasm_bindgen.describe(block),
    digest,
  };

  // The long lists of an answer go ahead of it in parts, so that taking in and checking them never holds the page up.
  /** @type {Record<string, string[]>} */
  const PARTS = {
    read: ["columns", "warnings"],
    analyse: ["findings", "sections", "warnings"],
    open: ["report.findings", "report.sections", "report.warnings"],
  };
  const PART_CHARACTERS = 40_000;

  /** @param {number} id @param {string} call @param {any} ok */
  const sendParts = (id, call, ok) => {
    for (const of of PARTS[call] ?? []) {
      const steps = of.split(".");
      const name = steps[steps.length - 1];
      const holder = steps.slice(0, -1).reduce((inside, step) => inside[step], ok);
      const list = holder[name];
      holder[name] = [];
      /** @type {unknown[]} */
      let items = [];
      let characters = 0;
      const send = () => {
        if (items.length > 0) port.postMessage({ v: VERSION, id, part: { of, items } });
        items = [];
        characters = 0;
      };
      for (const item of list) {
        const more = JSON.stringify(item).length;
        if (characters + more > PART_CHARACTERS) send();
        items.push(item);
        characters += more;
      }
      send();
    }
  };

  /** @param {Call} asked */
  const answer = async ({ id, call, args }) => {
    try {
      if (panicked) throw panicked;
      if (!Object.hasOwn(CALLS, call)) throw coded("call.invalid", `no call "${String(call).slice(0, 80)}"`, Object.keys(CALLS).join(", "), "Use a call of the protocol.");
      const ok = await CALLS[call](args, id);
      sendParts(id, call, ok);
      port.postMessage({ v: VERSION, id, ok });
    } catch (thrown) {
      const place = args && args.file instanceof File ? { file: args.file.name } : {};
      port.postMessage({ v: VERSION, id, error: plain(thrown, place) });
    }
  };

  /** @param {MessageEvent<Call & { v: number }>} event */
  const hear = ({ data }) => {
    if (!data || data.v !== VERSION) {
      port.postMessage({ v: VERSION, id: 0, error: coded("internal.message", "a message of another version", `version ${VERSION}`, "Reload the page.") });
    } else if (data.call === "digest") {
      answer(data); // hashing has a worker of its own: it need not wait for what runs here
    } else {
      queue = queue.then(() => answer(data));
    }
  };

  self.onmessage = ({ data }) => {
    self.onmessage = null;
    port = data.port;
    try {
      wasm_bindgen.initSync({ module: data.start.wasm });
      port.onmessage = hear;
      port.onmessageerror = () => port.postMessage({ v: VERSION, id: 0, error: coded("internal.message", "a message could not be read", "plain data", "Reload the page.") });
      port.postMessage({ v: VERSION, id: 0, ok: "started" });
    } catch (error) {
      port.postMessage({ v: VERSION, id: 0, error: coded("start.unsupported", `the engine did not start: ${String(error).slice(0, 200)}`, "a browser with WebAssembly and SIMD", "Use a current version of Chromium, Firefox or Safari.") });
    }
  };
}
