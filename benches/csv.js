// Reading one CSV file in headless Chromium: ours beside a bare loop, DuckDB-Wasm and PapaParse, by turns.
// usage: node benches/csv.js PKG NODE_MODULES FILE ROUNDS   prints one line of JSON
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import puppeteer from "puppeteer-core";
import { serve } from "./server.js";

const PROGRAMS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-sync"];

const [pkg, modules, path, rounds] = process.argv.slice(2);
if (!(Number(rounds) > 0)) {
  console.error("usage: node benches/csv.js PKG NODE_MODULES FILE ROUNDS");
  process.exit(2);
}

/** What the served page needs, under one root. */
function site(folder) {
  symlinkSync(resolve(pkg), join(folder, "pkg"));
  symlinkSync(resolve(modules), join(folder, "node"));
  symlinkSync(resolve(import.meta.dirname), join(folder, "bench"));
  const imports = {
    "apache-arrow": "/node/apache-arrow/Arrow.dom.mjs",
    tslib: "/node/tslib/tslib.es6.mjs",
    flatbuffers: "/node/flatbuffers/mjs/flatbuffers.js",
    "@duckdb": "/node/@duckdb/duckdb-wasm/dist/duckdb-browser.mjs",
  };
  writeFileSync(join(folder, "index.html"), `<!doctype html><title>bench csv</title>
<script type="importmap">${JSON.stringify({ imports })}</script><input type="file">`);
}

/** Runs in the page: workers by name, and one question to one of them. */
function prepare() {
  const workers = {};
  const file = () => document.querySelector("input").files[0];
  globalThis.ask = (name, call, args = {}) => new Promise((done, fail) => {
    workers[name] ??= new Worker("/bench/csv-worker.js");
    const worker = workers[name];
    worker.onerror = (error) => fail(new Error(error.message));
    worker.onmessage = ({ data }) => ("error" in data ? fail(new Error(data.error)) : done(data.ok));
    worker.postMessage({ call, args: { ...args, file: file() } });
  });
  globalThis.end = (name) => {
    workers[name]?.terminate();
    delete workers[name];
  };
  globalThis.openOurs = async () => ask("ours", "open", { wasm: await (await fetch("/pkg/engine.wasm")).arrayBuffer() });
  let duck;
  globalThis.openDuck = async () => {
    const { AsyncDuckDB, VoidLogger, PACKAGE_VERSION } = await import("@duckdb");
    const worker = new Worker("/node/@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js");
    const database = new AsyncDuckDB(new VoidLogger(), worker);
    await database.instantiate(new URL("/node/@duckdb/duckdb-wasm/dist/duckdb-eh.wasm", location.href).href);
    duck = { database, worker, connection: await database.connect() };
    const [[version]] = (await duck.connection.query("select version()")).toArray().map((row) => Object.values(row.toJSON()));
    return `${PACKAGE_VERSION} (DuckDB ${version})`;
  };
  globalThis.duckReads = async () => {
    await duck.database.dropFiles();
    await duck.connection.query("drop table if exists t");
    await duck.database.registerFileBuffer("mixed.csv", new Uint8Array(await file().arrayBuffer()));
    const began = performance.now();
    await duck.connection.query("create table t as select * from read_csv('mixed.csv')");
    const s = (performance.now() - began) / 1000;
    const [row] = (await duck.connection.query("select count(*)::int as n from t")).toArray();
    return { s, rows: row.n };
  };
  globalThis.endDuck = () => duck.worker.terminate();
}

async function run() {
  const folder = mkdtempSync(join(tmpdir(), "driftglass-csv-"));
  mkdirSync(join(folder, "site"));
  site(join(folder, "site"));
  const served = await serve(join(folder, "site"));
  const executablePath = process.env.CHROMIUM ?? PROGRAMS.find(existsSync);
  if (!executablePath) throw new Error("no Chromium found; set CHROMIUM to its path");
  const browser = await puppeteer.launch({ executablePath, args: FLAGS, headless: true, userDataDir: join(folder, "profile"), protocolTimeout: 300_000 });
  const times = { memory: [], bare: [], file: [], duckdb: [], papaparse: [] };
  const seen = {};
  try {
    const page = await browser.newPage();
    await page.goto(served.url);
    await page.evaluate(prepare);
    await (await page.$("input")).uploadFile(path);
    await page.evaluate("openOurs()");
    await page.evaluate("ask('ours', 'load')");
    const duckdb = await page.evaluate("openDuck()");
    await page.evaluate("ask('papa', 'openPapa')");
    await page.evaluate("ask('papa', 'loadText')");
    for (let round = 1; round <= Number(rounds); round += 1) {
      const sides = { memory: "ask('ours', 'memory')", bare: "ask('ours', 'bare')", file: "ask('ours', 'file')", duckdb: "duckReads()", papaparse: "ask('papa', 'papa')" };
      for (const [side, call] of Object.entries(sides)) {
        const answer = await page.evaluate(call);
        times[side].push(answer.s);
        seen[side] = { ...answer, s: undefined };
      }
      console.error(`round ${round}: ${Object.entries(times).map(([side, all]) => `${side} ${all.at(-1).toFixed(3)} s`).join(", ")}`);
    }
    const papaparse = JSON.parse(readFileSync(join(modules, "papaparse/package.json"), "utf8")).version;
    return { bytes: statSync(path).size, browser: await browser.version(), duckdb, papaparse, seen, times };
  } finally {
    await browser.close();
    served.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

console.log(JSON.stringify(await run()));
