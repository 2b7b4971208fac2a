// Protected attributes in a file of their own: read here, put beside the rows with the same key, and forgotten.
"use strict";

/** Which file of attributes stands beside which readings. @type {{ file: string, readings: unknown[] } | null} */
let joined = null;

/** @param {File} file @param {any} config */
const joinKey = ({ name, size, lastModified }, config) => JSON.stringify([name, size, lastModified, config?.attributes, config?.dialect]);

/**
 * Puts the columns of a file of attributes beside those of the files that were read, or takes them out again. Whole tables
 * are needed for it, so one worker then holds all.
 * @param {File | null | undefined} file @param {any} config @param {boolean} anew whether the files were just read again, without attributes
 */
const withAttributes = async (file, config, anew) => {
  if (anew) joined = null;
  const wanted = file ? joinKey(file, config) : "";
  const now = given().map((slot) => readings[slot]);
  if ((joined?.file ?? "") === wanted && (!joined || joined.readings.every((one, at) => one === now[at]))) return;
  if (!anew) {
    dropPartner();
    for (const slot of given()) await readAgain(slot);
  }
  joined = null;
  if (!file) return;
  await joinHere(file, config);
  joined = { file: wanted, readings: now };
};

/** @param {File} file @param {any} config */
const joinHere = async (file, config) => {
  await readHere({ slot: /** @type {any} */ ("attributes"), file, config, key: sessionKey ?? "" }, () => {});
  tables().joinAttributes(config);
};

INNER_CALLS.joinAttributes = ({ file, config }) => joinHere(file, config);
