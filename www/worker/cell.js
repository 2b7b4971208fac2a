// The last part of the worker text, which runs after a module's `no-modules` glue in classic workers inside the sealed
// frame: the only place where a person's files are read. Speaks the protocol of www/shared/protocol.js over the port
// it is handed; the first worker speaks it with the page, further ones with the first.
"use strict";
{
  /* global wasm_bindgen */
  const REPORT_FILE_BYTES = 64 * 1024 * 1024;
  /** Enough for the first rows of nearly every file. */
  const PREVIEW_BYTES = 256 * 1024;

  /** @typedef {{ id: number, call: string, args: Record<string, unknown> }} Call */

  /** Handed over with the start, before which no call is heard. @type {MessagePort} */
  let port;
  /** @type {Problem | null} */
  let panicked = null;
  let inner = false;
  /** @type {unknown} */
  let lastKey = null;
  /** What each call waits for: reading one file waits for what was asked of the same file, all else for everything. @type {Record<string, Promise<unknown>>} */
  const lanes = { reference: Promise.resolve(), current: Promise.resolve() };
  /** What follows a verdict: when all looks that were asked for are over, when the last one over all rows begins, and when those over samples are over. @type {Record<string, Promise<unknown>>} */
  const looks = { all: Promise.resolve(), whole: Promise.resolve(), samples: Promise.resolve() };

  /**
   * What left a call, as the plain object that crosses ports: a clone of an Error would lose the code.
   * @param {unknown} thrown @param {Problem["place"]} place @returns {Problem}
   */
  const plain = (thrown, place = {}) => {
    if (isCoded(thrown)) {
      if (thrown.code === "internal.panic") panicked = thrown;
      return thrown;
    }
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

  const post = (/** @type {object} */ message) => port.postMessage(message);

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
  const openHere = async ({ file, text }) =>
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

  /**
   * A call that this module answers itself where it has the function, and where it has not a worker of the full module that
   * looks for nothing: what a person asks for neither waits for what follows a verdict nor ends with it.
   * @param {string} call @param {keyof typeof wasm_bindgen} needs @param {(args: any) => unknown} here
   * @returns {(args: any) => unknown}
   */
  const carried = (call, needs, here) => async ({ module, ...args }) =>
    needs in wasm_bindgen ? here(args) : (await startModule("full", module, "writing")).ask(call, args);

  /** Calls that go on to the model's worker, and what they are there. */
  const MODEL_CALLS = [["modelOpen", "open"], ["modelBind", "bind"], ["modelTree", "tree"], ["modelScore", "score"], ["modelCsv", "csv"]];

  /** Calls that go on to the worker of explanations. */
  const EXPLAIN_CALLS = [["explainSpend", "spend"], ["explainRow", "row"], ["explainReasons", "reasonsCsv"], ...["overview", "dependence", "profile", "interactions", "shuffled", "drift", "rows"].map((view) => [`explain-${view}`, view])];

  /** Each takes what the client sends with it; the client is the other half of the same build. @type {Record<string, (args: any, begin: (total: number) => Told) => unknown>} */
  const CALLS = {
    about: carried("about", "about", () => wasm_bindgen.about()),
    defaults: () => wasm_bindgen.defaultConfig(),
    check: ({ config }) => wasm_bindgen.checkConfig(config),
    settings,
    read: (args, begin) => readFile(args, begin(args.file.size)),
    preview: carried("preview", "preview", async ({ file, config }) => {
      const { bytes, whole } = await firstBytes(file, PREVIEW_BYTES);
      return wasm_bindgen.preview(file.name, bytes, whole, config);
    }),
    forget: ({ slot }) => {
      generation += 1;
      delete readings[/** @type {Slot} */ (slot)];
      if (session) session.forget(slot);
      if (partner) partner.ask("forget", { slot }).catch(() => {});
      if (slot === "reference") partnerKnows = false;
      return null;
    },
    analyse: analyseFiles,
    ...Object.fromEntries(MODEL_CALLS.map(([call, ask]) => [call, (/** @type {any} */ args, /** @type {(total: number) => Told} */ begin) => askModel(ask, args, begin)])),
    explainStart: startExplaining,
    explainOpen: openExplanation,
    ...Object.fromEntries(EXPLAIN_CALLS.map(([call, ask]) => [call, (/** @type {any} */ args, /** @type {(total: number) => Told} */ begin) => askExplanation(ask, args, begin)])),
    whole: interruptible(lookWhole),
    background: interruptible(lookFurther),
    learn: learnFrom,
    roles: () => (deputy ? deputy.ask("roles", {}) : tables().roles()),
    open: carried("open", "openReport", openHere),
    export: carried("export", "exportReport", ({ report, attachments, format, language }) => wasm_bindgen.exportReport(report, attachments, format, language)),
    describe: carried("describe", "describe", ({ block }) => wasm_bindgen.describe(block)),
    drawSvg: carried("drawSvg", "drawSvg", ({ block, options, language }) => wasm_bindgen.drawSvg(block, options, language)),
    compare: carried("compare", "compareReports", ({ before, after }) => wasm_bindgen.compareReports(before, after)),
    digest: async ({ file, module }, begin) => (await startModule("digest", module)).ask("digest", { file }, { progress: begin(file.size) }),
  };

  // The long lists of an answer go ahead of it in parts, so that taking in and checking them never holds the page up.
  const REPORT_LISTS = ["findings", "sections", "warnings"];
  /** @type {Record<string, string[]>} */
  const PARTS = {
    read: ["columns", "warnings"],
    analyse: REPORT_LISTS,
    whole: REPORT_LISTS,
    background: REPORT_LISTS,
    open: REPORT_LISTS.map((list) => `report.${list}`),
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
        if (items.length > 0) post({ v: PROTOCOL, id, part: { of, items } });
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
      const calls = inner && Object.hasOwn(INNER_CALLS, call) ? INNER_CALLS : CALLS;
      if (!Object.hasOwn(calls, call)) throw coded("call.invalid", `no call "${String(call).slice(0, 80)}"`, Object.keys(CALLS).join(", "), "Use a call of the protocol.");
      const ok = await calls[call](args, (total) => throttled(id, total, post));
      if (inner) {
        port.postMessage({ v: PROTOCOL, id, ok }, buffersOf(ok));
        return;
      }
      sendParts(id, call, ok);
      post({ v: PROTOCOL, id, ok });
    } catch (thrown) {
      const place = args && args.file instanceof File ? { file: args.file.name } : {};
      post({ v: PROTOCOL, id, error: plain(thrown, place) });
    }
  };

  // These have workers of their own and need not wait for what runs here, nor does it wait for them.
  const BESIDE = ["digest", "open", "export", "describe", "explainStart", "explainOpen", ...[...MODEL_CALLS, ...EXPLAIN_CALLS].map(([call]) => call)];

  /** Calls that make what follows an earlier verdict void, and how many were heard. */
  const VOIDING = ["read", "forget", "analyse"];
  let voidings = 0;

  /** What follows the verdict that stands now: not begun once another comparison was asked for. @param {Call} asked */
  const look = (asked) => {
    const before = voidings;
    return () => (before === voidings ? answer(asked) : post({ v: PROTOCOL, id: asked.id, error: overtaken() }));
  };

  /** @param {MessageEvent<Call & { v: number }>} event */
  const hear = ({ data }) => {
    if (!data || data.v !== PROTOCOL) {
      post({ v: PROTOCOL, id: 0, error: coded("internal.message", "a message of another version", `version ${PROTOCOL}`, "Reload the page.") });
      return;
    }
    const { call, args } = data;
    if (!inner && BESIDE.includes(call)) {
      answer(data);
      return;
    }
    if (VOIDING.includes(call)) voidings += 1;
    const all = Promise.all(Object.values(lanes));
    if (!inner && call === "whole") {
      // Its worker may help the looks before it.
      looks.whole = Promise.all([all, looks.all]);
      looks.all = looks.whole.then(look(data));
    } else if (!inner && call === "background") {
      // Beside the look over all rows, once that has begun.
      looks.samples = Promise.all([all, looks.whole, looks.samples]).then(look(data));
      looks.all = Promise.all([looks.all, looks.samples]);
    } else if (call === "read" && args && Object.hasOwn(lanes, String(args.slot))) {
      const slot = String(args.slot);
      // Other settings make what both files gave void: only then does one wait for the other.
      if (args.key !== lastKey) lanes.reference = lanes.current = all;
      lastKey = args.key;
      lanes[slot] = lanes[slot].then(() => answer(data));
    } else {
      const done = all.then(() => answer(data));
      lanes.reference = done;
      lanes.current = done;
    }
  };

  self.onmessage = ({ data }) => {
    self.onmessage = null;
    port = data.port;
    try {
      const { start } = data;
      const module = start.module ?? new WebAssembly.Module(start.wasm);
      inner = start.inner === true;
      if (!inner) ownParts = { text: start.text, module };
      wasm_bindgen.initSync({ module });
      port.onmessage = hear;
      port.onmessageerror = () => post({ v: PROTOCOL, id: 0, error: coded("internal.message", "a message could not be read", "plain data", "Reload the page.") });
      post({ v: PROTOCOL, id: 0, ok: "started" });
    } catch (error) {
      post({ v: PROTOCOL, id: 0, error: coded("start.unsupported", `the engine did not start: ${String(error).slice(0, 200)}`, "a browser with WebAssembly and SIMD", "Use a current version of Chromium, Firefox or Safari.") });
    }
  };
}
