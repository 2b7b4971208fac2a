/** @import { Schema, Limits } from "./schema.js" */
import schemas from "./schemas.json" with { type: "json" };
import { oversize, violation } from "./schema.js";

/** Made from the Rust structs; the same schemas with their prose are published in www/types. */
const { attachments, config, error, evidence, ledger, report } = /** @type {Record<string, Schema>} */ (schemas);

/** The version of the messages between page and cell. */
export const PROTOCOL_VERSION = 1;

const LONG_TEXT = 10_000;

/** @type {Schema} */
const TEXT = { type: "string", maxLength: LONG_TEXT };

/** @type {Schema} */
const PROBLEM = {
  type: "object",
  required: ["code", "found", "expected", "action"],
  additionalProperties: false,
  properties: {
    code: { type: "string", maxLength: 64 },
    place: {
      type: "object",
      additionalProperties: false,
      properties: { file: TEXT, line: { type: "integer", minimum: 0 }, column: TEXT, value: { type: "string", maxLength: 200 } },
    },
    found: TEXT,
    expected: TEXT,
    action: TEXT,
    count: { type: "integer", minimum: 0 },
  },
};

/** Exactly one of progress, ok and error; what stands in `ok` has a schema of its own. @type {Schema} */
const REPLY = {
  oneOf: ["progress", "ok", "error"].map((answer) => ({
    type: "object",
    required: ["v", "id", answer],
    additionalProperties: false,
    properties: {
      v: { const: PROTOCOL_VERSION },
      id: { type: "integer", minimum: 0 },
      [answer]: {
        progress: {
          type: "object",
          required: ["done", "total"],
          additionalProperties: false,
          properties: { done: { type: "number", minimum: 0 }, total: { type: "number", minimum: 0 } },
        },
        ok: true,
        error: PROBLEM,
      }[answer],
    },
  })),
};

/**
 * An object with exactly these members, all of them there.
 * @param {Record<string, Schema | boolean>} properties
 * @returns {Schema}
 */
const exactly = (properties) => ({ type: "object", required: Object.keys(properties), additionalProperties: false, properties });

/** @param {Schema | boolean} items @returns {Schema} */
const list = (items) => ({ type: "array", items });

/** @type {Schema} */
const COUNT = { type: "integer", minimum: 0 };

const SUMMARY = exactly({
  name: TEXT,
  bytes: COUNT,
  rows: COUNT,
  dialect: { type: "object", additionalProperties: { type: ["string", "null"], maxLength: 16 } },
  columns: list(exactly({ name: TEXT, kind: { enum: ["number", "category", "time", "boolean", "text"] }, evidence })),
  ledger,
  warnings: list(error),
});

/** One of the report's own shapes. @param {string} name @returns {Schema} */
const ofReport = (name) => ({ $schema: report.$schema, $defs: report.$defs, $ref: `#/$defs/${name}` });

const ABOUT = { type: "object", required: ["name", "version", "catalog", "codes"], properties: { name: TEXT, version: TEXT, catalog: list({ type: "object" }), codes: list(exactly({ code: TEXT, meaning: TEXT })) } };

/** @type {Limits} */
const SMALL = { nodes: 200, characters: 50_000 };
/** @type {Limits} */
const MIDDLE = { nodes: 400_000, characters: 8_000_000 };
/** A report of 20 000 columns, the most that a file may have. */
const REPORT = { nodes: 3_000_000, characters: 64_000_000 };
/** @type {Limits} */
const LARGE = { nodes: 100, characters: 128 * 1024 * 1024 };

/**
 * What each call may answer.
 * @type {Record<string, { schema: Schema, limits: Limits }>}
 */
export const ANSWERS = {
  about: { schema: ABOUT, limits: MIDDLE },
  defaults: { schema: config, limits: MIDDLE },
  check: { schema: config, limits: MIDDLE },
  read: { schema: SUMMARY, limits: REPORT },
  forget: { schema: { type: "null" }, limits: SMALL },
  analyse: { schema: report, limits: REPORT },
  open: { schema: exactly({ report, attachments }), limits: REPORT },
  describe: { schema: exactly({ sentence: TEXT, table: ofReport("TableBlock") }), limits: MIDDLE },
  export: { schema: { type: "string" }, limits: LARGE },
  digest: { schema: { type: "string", minLength: 64, maxLength: 64 }, limits: SMALL },
};

/**
 * What is wrong with a message that came out of the cell, or `null`.
 * @param {unknown} message
 * @param {string | undefined} call the call that its id belongs to, if one is waiting
 * @returns {string | null}
 */
export function refuse(message, call) {
  const answer = call === undefined ? undefined : ANSWERS[call];
  const wrong = oversize(message, answer?.limits ?? SMALL) ?? violation(message, REPLY);
  if (wrong) return wrong;
  const reply = /** @type {{ ok?: unknown }} */ (message);
  return answer && Object.hasOwn(reply, "ok") ? violation(reply.ok, answer.schema) : null;
}
