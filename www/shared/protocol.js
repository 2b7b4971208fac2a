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

/** Exactly one of progress, part, ok and error; what stands in `part` and `ok` has a schema of its own. @type {Schema} */
const REPLY = {
  oneOf: ["progress", "part", "ok", "error"].map((answer) => ({
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
        part: {
          type: "object",
          required: ["of", "items"],
          additionalProperties: false,
          properties: { of: { type: "string", maxLength: 64 }, items: { type: "array" } },
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

/** What was found out about a file's text, and why. @type {Schema} */
const INFERENCES = list(exactly({
  key: TEXT,
  value: TEXT,
  given: { type: "boolean" },
  reason: TEXT,
  support: COUNT,
  of: COUNT,
  examples: list(exactly({ line: COUNT, value: { type: "string", maxLength: 200 } })),
}));

/** @type {Schema} */
const KIND = { enum: ["number", "category", "time", "boolean", "text"] };

const PREVIEW = exactly({
  inferences: INFERENCES,
  columns: list(exactly({ name: TEXT, kind: KIND, evidence })),
  rows_read: COUNT,
  rows: list(list({ type: ["string", "null"] })),
  warnings: list(error),
});

const SUMMARY = exactly({
  name: TEXT,
  bytes: COUNT,
  rows: COUNT,
  dialect: { $schema: config.$schema, $defs: config.$defs, $ref: "#/$defs/Dialect" },
  inferences: INFERENCES,
  sample: { anyOf: [{ type: "null" }, exactly({ seed: { type: "number" }, threshold: { type: "number" }, attempt: { type: "number" } })] },
  columns: list(exactly({ name: TEXT, kind: KIND, evidence, key: { type: "boolean" } })),
  ledger,
  lines: list(COUNT),
  warnings: list(error),
});

/** What the columns of one file are taken to be for. */
const ROLES = list(exactly({ role: TEXT, reason: TEXT, confidence: { type: "number", minimum: 0, maximum: 1 } }));

/** One of the report's own shapes. @param {string} name @returns {Schema} */
const ofReport = (name) => ({ $schema: report.$schema, $defs: report.$defs, $ref: `#/$defs/${name}` });

/** The catalog's entries are what each analysis says of itself: plain data of any shape, shown and not obeyed. */
const ABOUT = exactly({ name: TEXT, version: TEXT, catalog: list({ type: "object" }), codes: list(exactly({ code: TEXT, meaning: TEXT })) });

/** The long lists of a report. */
const REPORT_PARTS = { findings: list(ofReport("Finding")), sections: list(ofReport("Section")), warnings: list(error) };

/** One report's side of a change, or none. @type {Schema} */
const SIDE = {
  anyOf: [
    { type: "null" },
    exactly({
      severity: ofReport("Severity"),
      value: { type: ["number", "null"] },
      interval: { anyOf: [{ type: "null" }, ofReport("Interval")] },
      unit: ofReport("Unit"),
      sentence: TEXT,
    }),
  ],
};

const COMPARED = exactly({
  same_settings: { type: "boolean" },
  same_version: { type: "boolean" },
  changes: list(exactly({ id: TEXT, column: { type: ["string", "null"], maxLength: LONG_TEXT }, became: { enum: ["worse", "new", "no-longer-judged", "better", "gone", "now-judged", "same"] }, before: SIDE, after: SIDE })),
});

/** @type {Schema} */
const TEXT_OR_NONE = { type: ["string", "null"], maxLength: LONG_TEXT };
/** @type {Schema} */
const COUNT_OR_NONE = { type: ["integer", "null"] };
/** A row of plain values, such as a name and a number. */
const ROW = list({ type: ["string", "number"] });

/** What the models module says of a model file: `src/predictor/card.rs`. */
const CARD = exactly({
  format: TEXT, version: TEXT_OR_NONE, kind: TEXT, objective: TEXT_OR_NONE, task: { enum: ["regression", "classification", "ranking", "anomaly"] },
  classes: list(TEXT), link: TEXT, size: list(ROW), covers: TEXT_OR_NONE, steps: COUNT, mixed: COUNT,
  inputs: list(exactly({ name: TEXT, named: { type: "boolean" }, kind: { enum: ["number", "codes", "category"] }, levels: list(TEXT), level_count: COUNT })),
  metadata: list(ROW), warnings: list(error), coefficients: list(ROW), layers: list(COUNT),
});
const BOUND = exactly({
  sources: list(exactly({
    input: TEXT, column: TEXT_OR_NONE, found: { enum: ["given", "name", "similar-name", "position", "missing"] },
    unknown: list(ROW), unknown_count: COUNT, absent: list(TEXT), absent_count: COUNT, unread: COUNT,
  })),
  columns: list(TEXT),
  rows: COUNT,
});
const SKEW = exactly({ column: TEXT, with: { enum: ["class", "score", "number"] }, compared: COUNT, differing: COUNT, largest: { type: ["number", "null"] }, rows: list(ROW) });

const SHARE_OR_NONE = { type: ["number", "null"] };
const FIDELITY = exactly({ rows: COUNT, r_squared: SHARE_OR_NONE, low: SHARE_OR_NONE, high: SHARE_OR_NONE, worst: { type: "number" } });
const TREE = list(exactly({ text: TEXT, yes: COUNT_OR_NONE, no: COUNT_OR_NONE, missing: TEXT_OR_NONE, cover: { type: ["number", "null"] } }));
/** What is explained: `src/wasm/explain.rs`. */
const EXPLAINED = exactly({
  players: list(TEXT), inputs: list(exactly({ name: TEXT, player: COUNT, number: { type: "boolean" } })), outputs: list(TEXT), unit: TEXT,
  exact: { type: "boolean" }, recounted: { type: "boolean" }, background: COUNT_OR_NONE, whole: { type: "boolean" },
  fidelity: { anyOf: [{ type: "null" }, exactly({ learned: COUNT, boosted: FIDELITY, readable: FIDELITY, tree: TREE })] },
});
const STANDING = exactly({ done: COUNT, of: COUNT, rows: COUNT, worst: { type: "number" }, adds_up: { type: "boolean" }, table_bytes: COUNT, looked_up: { type: "boolean" }, took_ms: { type: "number" } });
/** A picture with its sentence. */
const VIEW = exactly({ sentence: TEXT, blocks: list(ofReport("Block")) });
const ROW_VIEW = exactly({
  sentence: TEXT, blocks: list(ofReport("Block")), output: { type: "number" }, line: { anyOf: [{ type: "null" }, list(SHARE_OR_NONE)] },
  reasons: list(exactly({ column: TEXT, value: TEXT, contribution: { type: "number" }, sentence: TEXT })),
});

/** @type {Limits} */
const SMALL = { nodes: 200, characters: 50_000 };
/** @type {Limits} */
const MIDDLE = { nodes: 400_000, characters: 8_000_000 };
/** A report of 20 000 columns, the most that a file may have. */
const REPORT = { nodes: 3_000_000, characters: 64_000_000 };
/** @type {Limits} */
const LARGE = { nodes: 100, characters: 128 * 1024 * 1024 };

/**
 * What each call may answer. The lists named in `parts` come ahead of the answer in parts, each a message and so a
 * task of its own: taking in and checking a large report must not hold the page up. The limits are for all together.
 * @type {Record<string, { schema: Schema, limits: Limits, parts?: Record<string, Schema> }>}
 */
export const ANSWERS = {
  about: { schema: ABOUT, limits: MIDDLE },
  defaults: { schema: config, limits: MIDDLE },
  check: { schema: config, limits: MIDDLE },
  settings: { schema: config, limits: MIDDLE },
  learn: { schema: config, limits: MIDDLE },
  read: { schema: SUMMARY, limits: REPORT, parts: { columns: SUMMARY.properties.columns, warnings: SUMMARY.properties.warnings } },
  preview: { schema: PREVIEW, limits: REPORT },
  roles: { schema: exactly({ reference: ROLES, current: ROLES }), limits: MIDDLE },
  forget: { schema: { type: "null" }, limits: SMALL },
  analyse: { schema: report, limits: REPORT, parts: REPORT_PARTS },
  whole: { schema: report, limits: REPORT, parts: REPORT_PARTS },
  background: { schema: report, limits: REPORT, parts: REPORT_PARTS },
  open: {
    schema: exactly({ report, attachments }),
    limits: REPORT,
    parts: Object.fromEntries(Object.entries(REPORT_PARTS).map(([name, schema]) => [`report.${name}`, schema])),
  },
  describe: { schema: exactly({ sentence: TEXT, table: ofReport("TableBlock") }), limits: MIDDLE },
  drawSvg: { schema: { type: "string" }, limits: LARGE },
  compare: { schema: COMPARED, limits: REPORT },
  export: { schema: { type: "string" }, limits: LARGE },
  modelOpen: { schema: CARD, limits: MIDDLE },
  modelBind: { schema: BOUND, limits: MIDDLE },
  modelTree: { schema: TREE, limits: MIDDLE },
  modelScore: { schema: exactly({ rows: COUNT, refused: COUNT, skew: { oneOf: [{ type: "null" }, SKEW] } }), limits: MIDDLE },
  modelCsv: { schema: { type: "string" }, limits: LARGE },
  explainStart: { schema: { type: "null" }, limits: SMALL },
  explainOpen: { schema: EXPLAINED, limits: MIDDLE },
  explainSpend: { schema: STANDING, limits: SMALL },
  explainRow: { schema: ROW_VIEW, limits: MIDDLE },
  explainReasons: { schema: { type: "string" }, limits: LARGE },
  ...Object.fromEntries(["overview", "dependence", "profile", "interactions", "shuffled", "drift", "rows"].map((view) => [`explain-${view}`, { schema: VIEW, limits: MIDDLE }])),
  digest: { schema: { type: "string", minLength: 64, maxLength: 64 }, limits: SMALL },
};

/**
 * What is wrong with a message that came out of the cell, or `null`.
 * @param {unknown} message
 * @param {string | undefined} call the call that its id belongs to, if one is waiting
 * @param {Limits} [spent] what the parts of this answer held so far; this one's is added
 * @returns {string | null}
 */
export function refuse(message, call, spent) {
  const answer = call === undefined ? undefined : ANSWERS[call];
  const told = /** @type {{ progress?: unknown } | null} */ (message)?.progress !== undefined;
  const wrong = (answer && !told ? oversize(message, answer.limits, spent) : oversize(message, SMALL)) ?? violation(message, REPLY);
  if (wrong) return wrong;
  const { ok, part } = /** @type {{ ok?: unknown, part?: { of: string, items: unknown[] } }} */ (message);
  if (part) {
    const schema = answer?.parts && Object.hasOwn(answer.parts, part.of) ? answer.parts[part.of] : undefined;
    return schema ? violation(part.items, schema) : "a part of nothing that was asked";
  }
  return answer && ok !== undefined ? violation(ok, answer.schema) : null;
}

/**
 * Puts the parts that came ahead into the answer that they belong to.
 * @param {any} answer
 * @param {Map<string, unknown[]>} parts by the path of the list
 */
export function assemble(answer, parts) {
  for (const [path, items] of parts) {
    const steps = path.split(".");
    const name = /** @type {string} */ (steps.pop());
    steps.reduce((holder, step) => holder[step], answer)[name] = items;
  }
  return answer;
}
