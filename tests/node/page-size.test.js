// The page's own code stays small: all scripts and style sheets that a person meets in one language, without wasm and its glue.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

const ROOT = path.resolve(import.meta.dirname, "../../www");
/** Bytes after gzip, each file by itself, as a host sends them. */
const MOST = 120_000;

/** A file and every script it imports, below the root; glue of wasm is not the page's own. @param {string} name @param {Set<string>} found */
function closure(name, found = new Set()) {
  if (found.has(name) || name.startsWith("pkg/")) return found;
  found.add(name);
  if (!name.endsWith(".js")) return found;
  const text = fs.readFileSync(path.join(ROOT, name), "utf8");
  for (const [, target] of text.matchAll(/^(?:import|export)[^"'\n]*"(\.[^"]+)"/gm)) closure(path.join(path.dirname(name), String(target)), found);
  return found;
}

/** A script as it is served: without comment lines. @param {string} name */
function bytes(name) {
  const text = fs.readFileSync(path.join(ROOT, name), "utf8");
  const served = name.endsWith(".js") ? text.split("\n").filter((line) => !/^\s*(\/\/|\/\*|\*)/.test(line)).join("\n") : text;
  return gzipSync(served, { level: 9 }).length;
}

test("the page's own code is at most 120 kB after gzip", (context) => {
  const start = [...closure("main.js"), "index.html", "styles/tokens.css", "styles/document.css", "styles/files.css", "worker/bootstrap.js"];
  const parts = ["workbench", "model", "explaining"].map((part) => `pkg/${part}-part.js`);
  const each = [...start, ...parts].map((name) => bytes(name));
  const sum = each.reduce((all, one) => all + one, 0);
  const german = bytes("pkg/german-part.js") + bytes("pkg/german-report-part.js");
  context.diagnostic(`${sum} bytes in ${each.length} files; German words are ${german} bytes more`);
  assert.ok(start.length > 30, `${start.length} files of the start`);
  assert.ok(sum <= MOST, `${sum} bytes`);
});
