/**
 * A JSON Schema, of which this subset is understood: type, properties, required, additionalProperties, items,
 * prefixItems, enum, const, oneOf, anyOf, allOf, $ref (within the document), and the limits on numbers, texts and lists.
 * A schema with `$schema` is a document of its own wherever it stands: references in it are looked up in it.
 * @typedef {{ [keyword: string]: any }} Schema
 */

/** What a message may hold before it is not even looked at further. @typedef {{ nodes: number, characters: number }} Limits */

/** Words that say something to readers only. */
const ANNOTATIONS = new Set(["$schema", "$id", "$defs", "definitions", "title", "description", "default", "format", "examples"]);

/** @type {Record<string, (value: unknown) => boolean>} */
const TYPES = {
  object: (value) => value !== null && typeof value === "object" && !Array.isArray(value),
  array: (value) => Array.isArray(value),
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number" && Number.isFinite(value),
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
};

/** @type {Record<string, (rule: any, value: any, path: string, root: Schema) => string | null>} */
const RULES = {
  type: (rule, value, path) => {
    const allowed = Array.isArray(rule) ? rule : [rule];
    return allowed.some((name) => TYPES[name]?.(value)) ? null : `${path} is not ${allowed.join(" or ")}`;
  },
  const: (rule, value, path) => (value === rule ? null : `${path} is not ${JSON.stringify(rule)}`),
  enum: (rule, value, path) => (rule.includes(value) ? null : `${path} is not one of the listed values`),
  minimum: (rule, value, path) => (typeof value !== "number" || value >= rule ? null : `${path} is below ${rule}`),
  maximum: (rule, value, path) => (typeof value !== "number" || value <= rule ? null : `${path} is above ${rule}`),
  maxLength: (rule, value, path) => (typeof value !== "string" || value.length <= rule ? null : `${path} is longer than ${rule}`),
  minLength: (rule, value, path) => (typeof value !== "string" || value.length >= rule ? null : `${path} is shorter than ${rule}`),
  maxItems: (rule, value, path) => (!Array.isArray(value) || value.length <= rule ? null : `${path} has more than ${rule} items`),
  minItems: (rule, value, path) => (!Array.isArray(value) || value.length >= rule ? null : `${path} has fewer than ${rule} items`),
  required: (rule, value, path) => {
    if (!TYPES.object(value)) return null;
    const missing = rule.find((/** @type {string} */ name) => !Object.hasOwn(value, name));
    return missing === undefined ? null : `${path}.${missing} is missing`;
  },
  $ref: (rule, value, path, root) => check(value, resolve(rule, root), path, root),
  allOf: (rule, value, path, root) => first(rule, (/** @type {Schema} */ part) => check(value, part, path, root)),
  anyOf: (rule, value, path, root) => (rule.some((/** @type {Schema} */ part) => check(value, part, path, root) === null) ? null : `${path} fits none of the allowed shapes`),
  oneOf: (rule, value, path, root) => {
    const fitting = rule.filter((/** @type {Schema} */ part) => check(value, part, path, root) === null).length;
    return fitting === 1 ? null : `${path} fits ${fitting} of the allowed shapes`;
  },
  items: (rule, value, path, root) => {
    if (!Array.isArray(value)) return null;
    for (let i = 0; i < value.length; i += 1) {
      const wrong = check(value[i], rule, `${path}[${i}]`, root);
      if (wrong) return wrong;
    }
    return null;
  },
  prefixItems: (rule, value, path, root) => {
    if (!Array.isArray(value)) return null;
    return first(rule.slice(0, value.length), (/** @type {Schema} */ part, /** @type {number} */ i) => check(value[i], part, `${path}[${i}]`, root));
  },
};

/**
 * @template T
 * @param {T[]} list
 * @param {(part: T, index: number) => string | null} look
 */
function first(list, look) {
  for (let i = 0; i < list.length; i += 1) {
    const wrong = look(list[i], i);
    if (wrong) return wrong;
  }
  return null;
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

/** @param {any} value @param {Schema} schema @param {string} path @param {Schema} root @returns {string | null} */
function members(value, schema, path, root) {
  if (!TYPES.object(value)) return null;
  const known = schema.properties ?? {};
  const others = schema.additionalProperties;
  for (const name of Object.keys(value)) {
    const wrong = Object.hasOwn(known, name)
      ? check(value[name], known[name], `${path}.${name}`, root)
      : others === false
        ? `${path} has an unknown member "${name.slice(0, 80)}"`
        : others === undefined ? null : check(value[name], others, `${path}.${name}`, root);
    if (wrong) return wrong;
  }
  return null;
}

/** @param {unknown} value @param {Schema | boolean} schema @param {string} path @param {Schema} root @returns {string | null} */
function check(value, schema, path, root) {
  if (schema === true) return null;
  if (schema === false) return `${path} is not allowed`;
  const home = Object.hasOwn(schema, "$schema") ? schema : root;
  for (const keyword of Object.keys(schema)) {
    if (keyword === "properties" || keyword === "additionalProperties" || ANNOTATIONS.has(keyword)) continue;
    const rule = RULES[keyword];
    if (!rule) throw new TypeError(`schema keyword not understood: ${keyword}`);
    const wrong = rule(schema[keyword], value, path, home);
    if (wrong) return wrong;
  }
  return schema.properties || schema.additionalProperties !== undefined ? members(value, schema, path, home) : null;
}

/**
 * What is wrong with a value, or `null`.
 * @param {unknown} value
 * @param {Schema} schema
 * @returns {string | null}
 * @throws {TypeError} when the schema uses a keyword outside the subset: a schema must never be half obeyed
 */
export function violation(value, schema) {
  return check(value, schema, "message", schema);
}

/**
 * Whether a value is too large or is not plain data, or `null`. Walks without recursion, so depth costs no stack.
 * @param {unknown} value
 * @param {Limits} limits
 * @returns {string | null}
 */
export function oversize(value, limits) {
  const stack = [value];
  let nodes = 0;
  let characters = 0;
  while (stack.length > 0) {
    const next = stack.pop();
    nodes += 1;
    if (typeof next === "string") characters += next.length;
    else if (next !== null && typeof next === "object") {
      const prototype = Object.getPrototypeOf(next);
      if (Array.isArray(next)) for (const item of next) stack.push(item);
      else if (prototype === Object.prototype || prototype === null) {
        for (const [name, item] of Object.entries(next)) {
          characters += name.length;
          stack.push(item);
        }
      } else return "the message holds something that is not plain data";
    } else if (typeof next === "bigint" || typeof next === "symbol") return "the message holds something that is not plain data";
    if (nodes + stack.length > limits.nodes) return `the message has more than ${limits.nodes} values`;
    if (characters > limits.characters) return `the message has more than ${limits.characters} characters`;
  }
  return null;
}
