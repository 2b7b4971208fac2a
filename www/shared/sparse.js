/**
 * A copy of sparse settings with one value set, or taken out with all that is empty then.
 * @param {any} config @param {string[]} path @param {unknown} value
 * @returns {any}
 */
export function changed(config, [key = "", ...rest], value) {
  const copy = { ...config };
  const next = rest.length === 0 ? value : changed(copy[key] ?? {}, rest, value);
  if (next === undefined || (rest.length > 0 && Object.keys(next).length === 0)) delete copy[key];
  else copy[key] = next;
  return copy;
}

/** A value of sparse settings and where it stands. @typedef {{ path: string[], value: unknown }} Placed */

/**
 * Settings that come along with files: each where the person has said nothing.
 * @param {any} config
 * @param {Placed[]} brought
 * @returns {{ config: any, lent: Placed[] }} the settings with them, and those that were not there
 */
export function lend(config, brought) {
  const lent = brought.filter(({ path }) => at(config, path) === undefined);
  return { config: lent.reduce((made, { path, value }) => changed(made, path, value), config), lent };
}

/** The person's own settings: without what came along and stands there unchanged. @param {any} config @param {Placed[]} lent */
export function giveBack(config, lent) {
  return lent.reduce((left, { path, value }) => (at(left, path) === value ? changed(left, path, undefined) : left), config);
}

/** @param {any} config @param {string[]} path */
function at(config, path) {
  return path.reduce((inside, key) => inside?.[key], config);
}
