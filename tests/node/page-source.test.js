// The page's own scripts: they never read a file, and load nothing but what the seal allows.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";

const WWW = path.resolve(import.meta.dirname, "../../www");
/** Built, generated, or run in workers only; node.js runs in no browser. */
const NOT_PAGE = new Set(["pkg", "samples", "types", "worker", "node.js"]);

/** @type {(folder?: string) => string[]} */
const pageFiles = (folder = WWW) => fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
  if (folder === WWW && NOT_PAGE.has(entry.name)) return [];
  const file = path.join(folder, entry.name);
  if (entry.isDirectory()) return pageFiles(file);
  return entry.name.endsWith(".js") ? [file] : [];
});

/** Each way of reading a file, and what may still stand around it: a response of our own server. */
const READING = /** @type {[RegExp, RegExp | null][]} */ ([
  [/\bFileReader/, null],
  [/\.stream\s*\(/, null],
  [/\.bytes\s*\(/, null],
  [/\.(text|arrayBuffer)\s*\(/, /\bresponse\.(text|arrayBuffer)\s*\(\)/],
  [/(file|blob)\w*(\[[^\]]*\])?\.slice\s*\(/i, null],
  [/\bcreateImageBitmap\b/, null],
  [/\bnew\s+(Response|Request|FormData)\b/, null],
  [/\bgetAsFileSystemHandle\b|\bwebkitGetAsEntry\b|\bgetAsString\b/, null],
  [/\bcreateObjectURL\s*\((?!\s*new Blob\b)/, /createObjectURL\(blob\)/],
]);

/** What would weaken the policy or run text as code. */
const FORBIDDEN = [/\beval\s*\(/, /\bnew\s+Function\b/, /\.innerHTML\b/, /\.outerHTML\b/, /insertAdjacentHTML/, /document\.write/, /setAttribute\(\s*["']style["']/, /\bRTCPeerConnection\b/, /\bimport\s*\(/];

/** @param {string} text */
const codeOf = (text) => text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, " ")).replace(/(^|[^:"'`\\])\/\/.*$/gm, "$1");

/** @param {string} text @param {string} name */
function offences(text, name) {
  return codeOf(text).split("\n").flatMap((line, i) => [
    ...READING.filter(([way, allowed]) => way.test(line) && !(allowed && allowed.test(line))).map(([way]) => `${name}:${i + 1} reads a file (${way.source}): ${line.trim()}`),
    ...FORBIDDEN.filter((way) => way.test(line)).map((way) => `${name}:${i + 1} has ${way.source}: ${line.trim()}`),
  ]);
}

test("the rules find what they look for", () => {
  for (const bad of ["new FileReader()", "file.stream()", "await file.text()", "files[0].arrayBuffer()", "droppedFile.slice(0, 9)", "files[slot].slice(0)", "new Response(file)", "URL.createObjectURL(file)", "item.getAsFileSystemHandle()", "eval(x)", "el.innerHTML = x", "import(url)"]) {
    assert.equal(offences(bad, "x.js").length, 1, bad);
  }
  for (const good of ["await response.text()", "text.slice(1)", "URL.createObjectURL(new Blob([text]))", "// file.text() is never called", "import { a } from \"./a.js\";"]) {
    assert.deepEqual(offences(good, "x.js"), [], good);
  }
});

test("no script of the page reads a file or runs text as code", () => {
  const files = pageFiles();
  assert.ok(files.length >= 8, `only ${files.length} scripts were found`);
  assert.deepEqual(files.flatMap((file) => offences(fs.readFileSync(file, "utf8"), path.relative(WWW, file))), []);
});

test("every served document carries the strict policy, and no inline script or style", () => {
  const documents = fs.readdirSync(WWW).filter((name) => name.endsWith(".html"));
  assert.ok(documents.includes("index.html"));
  for (const name of documents) {
    const html = fs.readFileSync(path.join(WWW, name), "utf8");
    const policies = [...html.matchAll(/<meta http-equiv="Content-Security-Policy" content="([^"]*)">/g)];
    assert.equal(policies.length, 1, `${name} has ${policies.length} policies`);
    const rules = new Map(policies[0][1].split(";").map((rule) => rule.trim().split(/\s+/)).map(([rule, ...sources]) => [rule, sources]));
    assert.deepEqual(rules.get("default-src"), ["'none'"]);
    assert.deepEqual(rules.get("connect-src"), ["'self'"]);
    assert.deepEqual(rules.get("worker-src"), ["blob:"]);
    assert.ok(!rules.has("frame-src") && !rules.has("child-src"), "frames must fall back to default-src 'none'");
    for (const [rule, sources] of rules) {
      for (const source of sources) assert.ok(["'none'", "'self'", "blob:", "data:", "'wasm-unsafe-eval'"].includes(source) || (rule === "script-src" && /^'sha256-[\w+/]+='$/.test(source)), `${name}: ${rule} allows ${source}`);
    }
    const early = html.slice(0, html.indexOf("Content-Security-Policy"));
    assert.doesNotMatch(early, /<(script|link|img)/, `${name}: something is loaded before the policy stands`);
    assert.doesNotMatch(html, /<script(?![^>]*\bsrc=)/, `${name} has an inline script`);
    assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=/, `${name} has an inline style or handler`);
    for (const [, address] of html.matchAll(/(?:src|href)="([^"]*)"/g)) assert.doesNotMatch(address, /^(https?:)?\/\//, `${name} points at ${address}`);
  }
});
