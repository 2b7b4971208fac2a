/**
 * How every exported page begins: its policy stands before anything that could load, run or lead away.
 */
const BEGINNING = /^<!doctype html>\n<html lang="[a-z]{2}"><head><meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n/;

/** What may be open or closed after that: nothing that is fetched, followed or run. Text from data opens no tag. */
const OTHER_TAG = /<(?=[a-z/!?])(?!\/?(?:title|style|head|body|header|main|footer|section|div|p|h[1-6]|figure|figcaption|details|summary|table|caption|thead|tbody|tr|th|td|ul|ol|li|dl|dt|dd|pre|code|data|span|strong|em|small|br|svg|g|defs|clipPath|desc|text|tspan|rect|circle|ellipse|line|path|polyline|polygon)[ >/]|\/(?:script|html)>|script type="application\/zlib" id="driftglass-report">)/i;

/**
 * What is wrong with an exported page, or `null`. It is opened outside the seal later, where a text that the engine
 * wrote could run or lead away; so nothing is handed out but plain markup under its own policy.
 * @param {string} text
 * @returns {string | null}
 */
export function refuseExported(text) {
  const beginning = BEGINNING.exec(text)?.[0];
  if (beginning === undefined) return "the exported page does not begin with its policy";
  const rest = text.slice(beginning.length);
  const at = rest.search(OTHER_TAG);
  return at < 0 ? null : `the exported page holds ${JSON.stringify(rest.slice(at, at + 40))}`;
}

/** The tags of a drawing, and of test results; text from data opens none. */
const TAGS = /** @type {Record<string, RegExp>} */ ({
  svg: /<(?=[a-z/!?])(?!\/?(?:svg|title|desc|g|text|tspan|rect|circle|ellipse|line|path|polyline|polygon)[ >/])/i,
  junit: /<(?=[a-z/!?])(?!\?xml version="1.0" encoding="UTF-8"\?>|\/?(?:testsuites|testsuite|properties|property|testcase|failure|skipped)[ >/])/i,
});

/**
 * What is wrong with a file that the engine wrote, by its format, or `null`. Formats that nothing opens as a document
 * are not looked at.
 * @param {string} text
 * @param {string} format
 * @returns {string | null}
 */
export function refuseFile(text, format) {
  if (format === "html" || format === "html-summary" || format === "local-law") return refuseExported(text);
  const tags = Object.hasOwn(TAGS, format) ? TAGS[format] : undefined;
  const at = tags ? text.search(tags) : -1;
  return at < 0 ? null : `the exported file holds ${JSON.stringify(text.slice(at, at + 40))}`;
}
