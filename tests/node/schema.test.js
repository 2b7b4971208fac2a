// What may come out of the cell: the schema subset, the size limits, the envelope.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ANSWERS, assemble, refuse } from "../../www/shared/protocol.js";
import { oversize, violation } from "../../www/shared/schema.js";

const LIMITS = { nodes: 1000, characters: 1000 };

test("each keyword of the subset refuses and accepts", () => {
  const schema = {
    type: "object",
    required: ["kind"],
    additionalProperties: false,
    properties: {
      kind: { enum: ["a", "b"] },
      version: { const: 1 },
      list: { type: "array", items: { type: ["number", "null"] }, maxItems: 2 },
      either: { oneOf: [{ type: "string" }, { $ref: "#/$defs/pair" }] },
      any: { anyOf: [{ type: "integer" }, { type: "boolean" }] },
      share: { type: "number", minimum: 0, maximum: 1 },
      map: { type: "object", additionalProperties: { type: "string", maxLength: 2 } },
    },
    $defs: { pair: { type: "array", prefixItems: [{ type: "number" }, { type: "string" }], minItems: 2, maxItems: 2 } },
  };
  const good = { kind: "a", version: 1, list: [1, null], either: [1, "x"], any: true, share: 0.5, map: { x: "ab" } };
  assert.equal(violation(good, schema), null);
  for (const [bad, where] of /** @type {[unknown, string][]} */ ([
    [{}, "kind"],
    [{ kind: "c" }, "kind"],
    [{ kind: "a", version: 2 }, "version"],
    [{ kind: "a", list: ["1"] }, "list[0]"],
    [{ kind: "a", list: [1, 2, 3] }, "list"],
    [{ kind: "a", list: [NaN] }, "list[0]"],
    [{ kind: "a", either: [1, 2] }, "either"],
    [{ kind: "a", any: 1.5 }, "any"],
    [{ kind: "a", share: 1.1 }, "share"],
    [{ kind: "a", map: { x: "abc" } }, "map.x"],
    [{ kind: "a", extra: 1 }, "extra"],
    [null, "message"],
  ])) assert.match(violation(bad, schema) ?? "accepted", new RegExp(where.replace(/[[\].]/g, "\\$&")), JSON.stringify(bad));
});

test("an object whose members are listed has no others, unless the schema says so", () => {
  const schema = {
    $schema: "x",
    type: "object",
    properties: { block: { $ref: "#/$defs/block" }, free: { type: "object" }, map: { type: "object", properties: { a: true }, additionalProperties: { type: "number" } } },
    $defs: {
      block: {
        oneOf: [
          { type: "object", properties: { kind: { const: "text" } }, required: ["kind"], $ref: "#/$defs/text" },
          { type: "object", properties: { kind: { const: "tree" } }, required: ["kind"], $ref: "#/$defs/tree" },
        ],
      },
      text: { type: "object", properties: { sentence: { type: "string" } }, required: ["sentence"] },
      tree: { type: "object", properties: { children: { type: "array", items: { $ref: "#/$defs/block" } } }, required: ["children"] },
    },
  };
  const text = { kind: "text", sentence: "s" };
  for (const good of [{}, { block: text }, { block: { kind: "tree", children: [text, { kind: "tree", children: [] }] } }, { free: { any: 1 } }, { map: { a: "x", b: 1 } }]) {
    assert.equal(violation(good, schema), null, JSON.stringify(good));
  }
  for (const [bad, where] of /** @type {[unknown, string][]} */ ([
    [{ other: 1 }, "message has an unknown member"],
    [{ block: { ...text, rows: [1] } }, "message.block has an unknown member"],
    [{ block: { kind: "tree", children: [{ ...text, rows: 1 }] } }, "message.block.children[0] has an unknown member"],
    [{ block: { ...text, children: [] } }, "message.block has an unknown member"],
    [{ block: { kind: "text" } }, "message.block.sentence is missing"],
    [{ block: { kind: "table", sentence: "s" } }, "message.block.kind"],
    [{ block: { sentence: "s" } }, "message.block.kind is missing"],
    [{ map: { b: "x" } }, "message.map.b"],
  ])) assert.ok(violation(bad, schema)?.startsWith(where), `${JSON.stringify(bad)}: ${violation(bad, schema)}`);
});

test("every object that the answers of the cell may hold is closed, but for the two that are named here", () => {
  // The parameters of an analysis are checked by the catalog; the catalog's entries are what each analysis says of itself.
  const reports = ["analyse.provenance", "whole.provenance", "background.provenance", "open.report.provenance"].map((path) => `${path}.config.analyses{}`);
  const open = new Set(["check.analyses{}", "learn.analyses{}", "settings.analyses{}", "defaults.analyses{}", "about.catalog[]", ...reports]);
  const found = new Set();
  /** @param {any} schema @param {any} root @param {string} path @param {Set<unknown>} seen */
  const look = (schema, root, path, seen) => {
    if (typeof schema !== "object" || schema === null || seen.has(schema)) return;
    const home = Object.hasOwn(schema, "$schema") ? schema : root;
    const inside = new Set(seen).add(schema);
    const others = schema.additionalProperties;
    const closed = schema.properties && (others === undefined || others === false);
    const typed = typeof others === "object" && Object.keys(others).length > 0;
    if ([schema.type].flat().includes("object") && !closed && !typed && !schema.$ref) found.add(path);
    if (schema.$ref) look(home.$defs[schema.$ref.replace("#/$defs/", "")], home, path, inside);
    for (const [name, part] of Object.entries(schema.properties ?? {})) look(part, home, `${path}.${name}`, inside);
    for (const part of [schema.oneOf, schema.anyOf, schema.allOf].flatMap((list) => list ?? [])) look(part, home, path, inside);
    if (schema.items) look(schema.items, home, `${path}[]`, inside);
    if (typed) look(others, home, `${path}{}`, inside);
  };
  for (const [call, { schema }] of Object.entries(ANSWERS)) look(schema, schema, call, new Set());
  assert.deepEqual(found, open);
});

test("a list that comes in parts is checked by its items, within the limits of the whole answer", () => {
  const finding = { v: 1, id: 1, part: { of: "findings", items: [{ note: "x" }] } };
  assert.match(refuse(finding, "analyse") ?? "accepted", /\[0\]/);
  const none = { v: 1, id: 1, part: { of: "findings", items: [] } };
  assert.equal(refuse(none, "analyse"), null);
  for (const [part, call] of /** @type {[string, string | undefined][]} */ ([["verdict", "analyse"], ["constructor", "analyse"], ["__proto__", "open"], ["findings", "open"], ["findings", "digest"], ["findings", undefined]])) {
    assert.notEqual(refuse({ v: 1, id: 1, part: { of: part, items: [] } }, call), null, `${part} of ${call}`);
  }
  const spent = { nodes: 0, characters: 0 };
  assert.equal(refuse(none, "analyse", spent), null);
  spent.nodes = ANSWERS.analyse.limits.nodes;
  assert.match(refuse(none, "analyse", spent) ?? "accepted", /values/);
  const parts = new Map([["report.findings", [1, 2]]]);
  assert.deepEqual(assemble({ report: { findings: [], verdict: 1 } }, parts), { report: { findings: [1, 2], verdict: 1 } });
});

test("names of Object's prototype are members like any other", () => {
  const schema = { type: "object", required: ["toString"], additionalProperties: false, properties: {} };
  assert.match(violation({}, schema) ?? "accepted", /toString is missing/);
  assert.match(violation({ constructor: 1 }, { type: "object", additionalProperties: false, properties: {} }) ?? "accepted", /constructor/);
});

test("a schema with a keyword outside the subset is refused, not half obeyed", () => {
  assert.throws(() => violation("x", { pattern: "^y" }), /pattern/);
  assert.throws(() => violation("x", { $ref: "http://elsewhere/schema" }), /leaves the document/);
  assert.throws(() => violation("x", { $ref: "#/$defs/nothing" }), /to nothing/);
});

test("a message that is too large or not plain data is refused", () => {
  assert.equal(oversize({ a: [1, "x", null, true] }, LIMITS), null);
  assert.match(oversize(new Array(1001).fill(0), LIMITS) ?? "accepted", /1000 values/);
  assert.match(oversize({ a: "x".repeat(1001) }, LIMITS) ?? "accepted", /1000 characters/);
  assert.match(oversize({ ["x".repeat(1001)]: 1 }, LIMITS) ?? "accepted", /1000 characters/);
  for (const other of [new Map(), new Date(0), new Uint8Array(1), new ArrayBuffer(1), new Error("x"), /x/, 1n]) assert.match(oversize({ other }, LIMITS) ?? "accepted", /plain data/);
  for (const list of [Object.assign([1], { rows: "1,2,3" }), [1, , 2], new Array(10 ** 9)]) assert.notEqual(oversize({ list }, LIMITS), null);
  let deep = {};
  for (let i = 0; i < 900; i += 1) deep = { d: deep };
  assert.equal(oversize(deep, LIMITS), null);
});

test("a reply is exactly one of progress, answer and error, of this version, to its call", () => {
  const problem = { code: "table.empty", place: { file: "a.csv" }, found: "f", expected: "e", action: "a" };
  const about = { name: "driftglass", version: "1", catalog: [], codes: [{ code: "table.empty", meaning: "m" }] };
  for (const good of [{ v: 1, id: 1, ok: about }, { v: 1, id: 1, progress: { done: 1, total: 2 } }, { v: 1, id: 1, error: problem }]) {
    assert.equal(refuse(good, "about"), null, JSON.stringify(good));
  }
  for (const bad of [
    null, "text", {}, { v: 2, id: 1, ok: about }, { v: 1, id: -1, ok: about }, { v: 1, id: 1, ok: {} }, { v: 1, id: 1 }, { v: 1, id: 1, ok: about, error: problem },
    { v: 1, id: 1, ok: about, extra: 1 }, { v: 1, id: 1, ok: "text" }, { v: 1, id: 1, progress: { done: "1", total: 2 } },
    { v: 1, id: 1, error: { ...problem, code: 5 } }, { v: 1, id: 1, error: { ...problem, stack: "x" } }, { v: 1, id: 1, error: "text" },
  ]) assert.notEqual(refuse(bad, "about"), null, JSON.stringify(bad));
  assert.notEqual(refuse({ v: 1, id: 1, ok: "abc" }, "digest"), null);
  assert.equal(refuse({ v: 1, id: 1, ok: "0".repeat(64) }, "digest"), null);
});
