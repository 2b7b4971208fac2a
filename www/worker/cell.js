// Runs after the engine's `no-modules` glue in one classic worker inside the sealed frame: the only place where
// a person's files are read. Speaks the protocol of www/shared/protocol.js over the port it is handed.
"use strict";
{
  /* global wasm_bindgen */
  const VERSION = 1;
  const PROGRESS_EVERY_MS = 50;
  const REPORT_FILE_BYTES = 64 * 1024 * 1024;

  let port = null;
  let session = null;
  let sessionKey = null;
  let panicked = null;
  let modules = {};
  const siblings = new Map();
  let queue = Promise.resolve();

  const coded = (code, found, expected, action, place = {}) => ({ code, place, found, expected, action });

  /** What left a call, as the plain object that crosses ports: a clone of an Error would lose the code. */
  const plain = (thrown, place = {}) => {
    if (thrown && typeof thrown.code === "string" && typeof thrown.found === "string") return thrown;
    // Anything else is a defect of ours, most often a panic, after which the instance cannot be trusted.
    panicked = coded(
      "internal.panic",
      `the engine stopped: ${String(thrown && thrown.message ? thrown.message : thrown).slice(0, 200)}`,
      "an answer or a coded error",
      "The engine is started again; try once more, and report what caused it.",
      place,
    );
    return panicked;
  };

  const changed = (file, found) =>
    coded("table.file-changed", found, "the same bytes from beginning to end", "Choose the file again.", { file: file.name });

  /** Why reading stopped. A stream ends in a bare TypeError, so the reason is asked of one byte read in another way. */
  const unreadable = async (file) => {
    const reason = await file.slice(0, 1).arrayBuffer().then(() => "it can be read again", (error) => error.name);
    if (reason !== "NotFoundError") return changed(file, `reading stopped: the file was written, moved or locked since it was chosen (${reason})`);
    return coded(
      "file.unreadable",
      "the file is no longer where it was",
      "a file that is still where it was chosen",
      "Check that the file still exists, then choose it again.",
      { file: file.name },
    );
  };

  const throttled = (id, total) => {
    let last = -Infinity;
    return (done) => {
      const now = performance.now();
      if (now - last < PROGRESS_EVERY_MS && done < total) return;
      last = now;
      port.postMessage({ v: VERSION, id, progress: { done, total } });
    };
  };

  // A stream whose data is there answers without ending the task, and a worker that never ends its task cannot be
  // stopped at once: from time to time the loop lets the next task come.
  const TURN_MS = 40;
  const nextTask = () => new Promise((ready) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { port1.close(); ready(null); };
    port2.postMessage(0);
  });

  /** Streams the file once; `take` sees every chunk, and the file must keep its size and time meanwhile. */
  const stream = async (file, take) => {
    const { size, lastModified } = file;
    let seen = 0;
    let turned = performance.now();
    let reader;
    const refuse = async () => { throw await unreadable(file); };
    try { reader = file.stream().getReader(); } catch { await refuse(); }
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

  const read = async ({ slot, file, config, key }, id) => {
    if (!session || sessionKey !== key) {
      if (session) session.free();
      session = new wasm_bindgen.Session(config);
      sessionKey = key;
    }
    const progress = throttled(id, file.size);
    for (let pass = 0; pass < 2; pass += 1) {
      session.begin(slot, file.name, file.size);
      progress(0);
      await stream(file, (chunk, seen) => { session.push(slot, chunk); progress(seen); });
      const answer = session.finish(slot);
      if (answer.status === "table") return answer.summary;
    }
    throw changed(file, "a second reading asked for a third");
  };

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

  const open = async ({ file, text }) => {
    if (!file) return wasm_bindgen.openReport(text);
    if (file.size > REPORT_FILE_BYTES) {
      throw coded("report.unreadable", `the file has ${file.size} bytes`, `a saved report of at most ${REPORT_FILE_BYTES} bytes`, "Choose a report saved by Driftglass.", { file: file.name });
    }
    const decoder = new TextDecoder("utf-8", { fatal: true });
    let whole = "";
    const decode = (chunk, options) => {
      try { whole += decoder.decode(chunk, options); } catch {
        throw coded("report.unreadable", "the file is not UTF-8 text", "a saved report", "Choose a report saved by Driftglass.", { file: file.name });
      }
    };
    await stream(file, (chunk) => decode(chunk, { stream: true }));
    decode();
    return wasm_bindgen.openReport(whole);
  };

  // Siblings: later modules of the same crate, each a nested Blob worker with its own glue and its own copy of its
  // bytes. A message is `{bytes, file?}`; the bytes are version u8, kind u8, u16 zero, id u32 little endian, payload.
  const KIND = { call: 1, progress: 2, ok: 3, error: 4, ready: 5 };
  const HEADER_BYTES = 8;
  const SIBLING_WAIT_MS = 500;
  const SIBLING_RETRIES = 4;

  const frame = (kind, id, payload = new Uint8Array(0)) => {
    const bytes = new Uint8Array(HEADER_BYTES + payload.length);
    const view = new DataView(bytes.buffer);
    view.setUint8(0, VERSION);
    view.setUint8(1, kind);
    view.setUint32(4, id, true);
    bytes.set(payload, HEADER_BYTES);
    return bytes;
  };

  /** One try at starting a sibling; resolves when it says that it is ready. */
  const trySibling = (name, part, wait_ms) => new Promise((resolve, reject) => {
    const worker = new Worker(URL.createObjectURL(new Blob([part.text], { type: "text/javascript" })));
    const channel = new MessageChannel();
    const pending = new Map();
    let next = 1;
    const lost = (why) => {
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
    const call = (payload, file, progress) => new Promise((yes, no) => {
      const id = next;
      next += 1;
      pending.set(id, { resolve: yes, reject: no, progress });
      const bytes = frame(KIND.call, id, payload).buffer;
      channel.port1.postMessage(file ? { bytes, file } : { bytes }, [bytes]);
    });
    const wasm = part.wasm.slice(0);
    worker.postMessage({ start: { wasm }, port: channel.port2 }, [wasm, channel.port2]);
  });

  /**
   * Starts the module `name` once; answers `{call}`. Firefox leaves about one nested worker in forty unstarted, with
   * no event at all, so silence is answered by another try.
   */
  const startModule = (name) => {
    if (siblings.has(name)) return siblings.get(name);
    const part = modules[name];
    if (!part) return Promise.reject(coded("call.invalid", `no module "${String(name).slice(0, 80)}" was handed in`, "a module of the build", "Reload the page."));
    const attempt = (left, wait_ms) => trySibling(name, part, wait_ms).catch((error) => {
      if (left === 0) throw error;
      return attempt(left - 1, wait_ms * 2);
    });
    const entry = Promise.resolve().then(() => attempt(SIBLING_RETRIES, SIBLING_WAIT_MS));
    siblings.set(name, entry);
    entry.catch(() => { if (siblings.get(name) === entry) siblings.delete(name); });
    return entry;
  };

  const digest = async ({ file }, id) => {
    const progress = throttled(id, file.size);
    const done = (payload) => progress(new DataView(payload.buffer, payload.byteOffset).getFloat64(0, true));
    return new TextDecoder().decode(await (await startModule("digest")).call(new Uint8Array(0), file, done));
  };

  const CALLS = {
    about: () => wasm_bindgen.about(),
    defaults: () => wasm_bindgen.defaultConfig(),
    check: ({ config }) => wasm_bindgen.checkConfig(config),
    read,
    forget: ({ slot }) => { if (session) session.forget(slot); return null; },
    analyse,
    open,
    export: ({ report, attachments, format }) => wasm_bindgen.exportReport(report, attachments, format),
    describe: ({ block }) => wasm_bindgen.describe(block),
    digest,
  };

  // The long lists of an answer go ahead of it in parts, so that taking in and checking them never holds the page up.
  const PARTS = {
    read: ["columns", "warnings"],
    analyse: ["findings", "sections", "warnings"],
    open: ["report.findings", "report.sections", "report.warnings"],
  };
  const PART_CHARACTERS = 40_000;

  const sendParts = (id, call, ok) => {
    for (const of of PARTS[call] ?? []) {
      const steps = of.split(".");
      const name = steps.pop();
      const holder = steps.reduce((inside, step) => inside[step], ok);
      const list = holder[name];
      holder[name] = [];
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
    modules = data.start.modules;
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
