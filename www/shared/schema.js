/**
 * A JSON Schema, of which this subset is understood: type, properties, required, additionalProperties, items,
 * prefixItems, enum, const, oneOf, anyOf, allOf, $ref (within the document), and the limits on numbers, texts and lists.
 * Where one stands inside another and has a `$schema` of its own, references in it are looked up in it.
 *
 * One thing is read more strictly than the standard does: an object whose `properties` are listed, here or where `$ref`
 * and `allOf` lead, has no other members unless `additionalProperties` says so.
 * @typedef {{ [keyword: string]: any }} Schema
 */

/** Looks at a value; answers what is wrong with it, beginning with the path to it, or `null`. @typedef {(value: any) => string | null} Check */

/** What a message may hold before it is not even looked at further. @typedef {{ nodes: number, characters: number }} Limits */

/** Words that say something to readers only. */
const ANNOTATIONS = new Set(["$schema", "$id", "$defs", "definitions", "title", "description", "default", "format", "examples"]);
/** Words that are read together, as the shape of an object. */
const SHAPE = new Set(["properties", "required", "additionalProperties"]);

/** @type {Record<string, (value: unknown) => boolean>} */
const TYPES = {
  object: isObject,
  array: (value) => Array.isArray(value),
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number" && Number.isFinite(value),
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
};

/** @param {any} value */
function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** @type {Record<string, (rule: any, root: Schema) => Check>} */
const RULES = {
  type: (rule) => {
    const names = Array.isArray(rule) ? rule : [rule];
    const tests = names.map((name) => TYPES[name] ?? unknown(`type ${name}`));
    const [only] = tests;
    const fits = tests.length === 1 ? only : (/** @type {unknown} */ value) => tests.some((test) => test(value));
    return (value) => (fits(value) ? null : ` is not ${names.join(" or ")}`);
  },
  const: (rule) => (value) => (value === rule ? null : ` is not ${JSON.stringify(rule)}`),
  enum: (rule) => oneOfValues(rule),
  minimum: (rule) => (value) => (typeof value !== "number" || value >= rule ? null : ` is below ${rule}`),
  maximum: (rule) => (value) => (typeof value !== "number" || value <= rule ? null : ` is above ${rule}`),
  maxLength: (rule) => (value) => (typeof value !== "string" || value.length <= rule ? null : ` is longer than ${rule}`),
  minLength: (rule) => (value) => (typeof value !== "string" || value.length >= rule ? null : ` is shorter than ${rule}`),
  maxItems: (rule) => (value) => (!Array.isArray(value) || value.length <= rule ? null : ` has more than ${rule} items`),
  minItems: (rule) => (value) => (!Array.isArray(value) || value.length >= rule ? null : ` has fewer than ${rule} items`),
  $ref: (rule, root) => compiled(resolve(rule, root), root),
  allOf: (rule, root) => all(rule.map((/** @type {Schema} */ part) => compiled(part, root))),
  anyOf: (rule, root) => {
    const checks = rule.map((/** @type {Schema} */ part) => compiled(part, root));
    return (value) => {
      for (const check of checks) if (check(value) === null) return null;
      return " fits none of the allowed shapes";
    };
  },
  oneOf: (rule, root) => {
    if (rule.every((/** @type {Schema} */ part) => Object.hasOwn(part, "const"))) return oneOfValues(rule.map((/** @type {Schema} */ part) => part.const));
    const tagged = byTag(rule, root);
    if (tagged) return tagged;
    const checks = rule.map((/** @type {Schema} */ part) => compiled(part, root));
    return (value) => {
      let fitting = 0;
      for (const check of checks) if (check(value) === null) fitting += 1;
      return fitting === 1 ? null : ` fits ${fitting} of the allowed shapes`;
    };
  },
  items: (rule, root) => {
    const check = compiled(rule, root);
    return (value) => {
      if (!Array.isArray(value)) return null;
      for (let i = 0; i < value.length; i += 1) {
        const wrong = check(value[i]);
        if (wrong !== null) return `[${i}]${wrong}`;
      }
      return null;
    };
  },
  prefixItems: (rule, root) => {
    const checks = rule.map((/** @type {Schema} */ part) => compiled(part, root));
    return (value) => {
      if (!Array.isArray(value)) return null;
      for (let i = 0; i < value.length && i < checks.length; i += 1) {
        const wrong = checks[i](value[i]);
        if (wrong !== null) return `[${i}]${wrong}`;
      }
      return null;
    };
  },
};

/** @param {string} what @returns {never} */
function unknown(what) {
  throw new TypeError(`schema keyword not understood: ${what}`);
}

/** @param {unknown[]} values @returns {Check} */
function oneOfValues(values) {
  const allowed = new Set(values);
  return (value) => (allowed.has(value) ? null : " is not one of the listed values");
}

/** @param {Check[]} checks @returns {Check} */
function all(checks) {
  const [only] = checks;
  if (checks.length === 1 && only) return only;
  return (value) => {
    for (const check of checks) {
      const wrong = check(value);
      if (wrong !== null) return wrong;
    }
    return null;
  };
}

/**
 * Shapes that a required text member tells apart: one look at it says which one must fit.
 * @param {Schema[]} parts
 * @param {Schema} root
 * @returns {Check | null}
 */
function byTag(parts, root) {
  const [first] = parts;
  const tag = Object.keys(first?.properties ?? {}).find((name) => typeof first?.properties[name].const === "string");
  if (tag === undefined) return null;
  const checks = new Map();
  for (const part of parts) {
    const value = part.properties?.[tag]?.const;
    if (typeof value !== "string" || checks.has(value) || !part.required?.includes(tag)) return null;
    checks.set(value, compiled(part, root));
  }
  return (value) => {
    if (!isObject(value) || !Object.hasOwn(value, tag)) return `.${tag} is missing`;
    const check = checks.get(value[tag]);
    return check ? check(value) : `.${tag} is not one of the listed values`;
  };
}

/** @param {string} reference @param {Schema} root @returns {Schema} */
function resolve(reference, root) {
  if (!reference.startsWith("#")) throw new TypeError(`schema reference leaves the document: ${reference}`);
  /** @type {any} */
  let found = root;
  for (const step of reference.split("/").slice(1)) found = found?.[step.replaceAll("~1", "/").replaceAll("~0", "~")];
  if (found === undefined) throw new TypeError(`schema reference to nothing: ${reference}`);
  return found;
}

/**
 * The schema with all that `$ref` and `allOf` add to its members drawn into it, so that what is listed can be closed.
 * @param {Schema} schema
 * @param {Schema} root
 * @returns {Schema}
 */
function drawnTogether(schema, root) {
  const parts = [...(schema.$ref === undefined ? [] : [resolve(schema.$ref, root)]), ...(schema.allOf ?? [])];
  if (!schema.properties || !parts.every(isObject) || !parts.every((part) => part.properties)) return schema;
  const { $ref: _ref, allOf: _all, ...own } = schema;
  return parts.map((part) => drawnTogether(part, root)).reduce(
    (whole, part) => ({
      ...part,
      ...whole,
      properties: { ...part.properties, ...whole.properties },
      required: [...(part.required ?? []), ...(whole.required ?? [])],
    }),
    own,
  );
}

/**
 * @param {Schema} schema
 * @param {Schema} root
 * @returns {Check}
 */
function shape(schema, root) {
  const required = schema.required ?? [];
  const known = new Map(Object.entries(schema.properties ?? {}).map(([name, part]) => [name, compiled(part, root)]));
  const rule = schema.additionalProperties ?? schema.properties === undefined;
  const others = rule === false ? null : compiled(rule, root);
  return (value) => {
    if (!isObject(value)) return null;
    for (const name of required) if (!Object.hasOwn(value, name)) return `.${name} is missing`;
    for (const name of Object.keys(value)) {
      const check = known.get(name) ?? others;
      if (check === null) return ` has an unknown member "${name.slice(0, 80)}"`;
      const wrong = check(value[name]);
      if (wrong !== null) return `.${name.slice(0, 80)}${wrong}`;
    }
    return null;
  };
}

/** @type {WeakMap<Schema, Check>} */
const known = new WeakMap();

/**
 * A schema as a function, made once.
 * @param {Schema | boolean} schema
 * @param {Schema} root
 * @returns {Check}
 */
function compiled(schema, root) {
  if (schema === true) return () => null;
  if (schema === false) return () => " is not allowed";
  const made = known.get(schema);
  if (made) return made;
  /** @type {Check | null} */
  let check = null;
  // A shape may hold itself: what stands here until it is made asks for it when it is used.
  known.set(schema, (value) => /** @type {Check} */ (check)(value));
  check = build(schema, Object.hasOwn(schema, "$schema") ? schema : root);
  known.set(schema, check);
  return check;
}

/** @param {Schema} given @param {Schema} root @returns {Check} */
function build(given, root) {
  const schema = drawnTogether(given, root);
  /** @type {Check[]} */
  const checks = [];
  for (const keyword of Object.keys(schema)) {
    if (SHAPE.has(keyword) || ANNOTATIONS.has(keyword)) continue;
    const rule = RULES[keyword] ?? unknown(keyword);
    const check = rule(schema[keyword], root);
    // The type first: it is what is wrong most plainly.
    if (keyword === "type") checks.unshift(check);
    else checks.push(check);
  }
  if (schema.properties || schema.required || schema.additionalProperties !== undefined) checks.push(shape(schema, root));
  return all(checks);
}

/**
 * What is wrong with a value, or `null`.
 * @param {unknown} value
 * @param {Schema} schema
 * @returns {string | null}
 * @throws {TypeError} when the schema uses a keyword outside the subset: a schema must never be half obeyed
 */
export function violation(value, schema) {
  let check;
  try {
    check = compiled(schema, schema);
  } catch (error) {
    known.delete(schema);
    throw error;
  }
  const wrong = check(value);
  return wrong === null ? null : `message${wrong}`;
}

/**
 * Whether a value is too large or is not plain data, or `null`. Walks without recursion, so depth costs no stack.
 * @param {unknown} value
 * @param {Limits} limits
 * @param {Limits} [spent] what earlier parts of the same answer held; this one's is added
 * @returns {string | null}
 */
export function oversize(value, limits, spent = { nodes: 0, characters: 0 }) {
  const stack = [value];
  while (stack.length > 0) {
    const next = stack.pop();
    spent.nodes += 1;
    if (typeof next === "string") spent.characters += next.length;
    else if (next !== null && typeof next === "object") {
      const prototype = Object.getPrototypeOf(next);
      if (Array.isArray(next)) {
        // Said before anything is put aside: a list of nothing may claim any length.
        if (next.length > limits.nodes) return `the message has more than ${limits.nodes} values`;
        if (Object.keys(next).length !== next.length) return "the message holds a list with gaps or with members of its own";
        for (const item of next) stack.push(item);
      } else if (prototype === Object.prototype || prototype === null) {
        for (const name of Object.keys(next)) {
          spent.characters += name.length;
          stack.push(/** @type {Record<string, unknown>} */ (next)[name]);
        }
      } else return "the message holds something that is not plain data";
    } else if (typeof next === "bigint" || typeof next === "symbol") return "the message holds something that is not plain data";
    if (spent.nodes + stack.length > limits.nodes) return `the message has more than ${limits.nodes} values`;
    if (spent.characters > limits.characters) return `the message has more than ${limits.characters} characters`;
  }
  return null;
}
