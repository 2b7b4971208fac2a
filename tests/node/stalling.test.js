// A stream of a person's file that falls silent: the file is read to its end all the same.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, test } from "node:test";
import vm from "node:vm";

const TEXT = fs.readFileSync(path.resolve(import.meta.dirname, "../../www/worker/reading.js"), "utf8");

/** All that keeps the process alive. @type {MessageChannel[]} */
const channels = [];
after(() => { for (const { port1 } of channels) port1.close(); });

class Channel {
  constructor() {
    const channel = new MessageChannel();
    channels.push(channel);
    return channel;
  }
}

/** The reading part of the worker's text, for which seconds are milliseconds. @returns {(file: object, take: (chunk: Uint8Array) => void) => Promise<void>} */
function streamOf() {
  const sooner = (/** @type {() => void} */ call, /** @type {number} */ span_ms, /** @type {unknown[]} */ ...rest) => setTimeout(call, span_ms / 1000, ...rest);
  const context = vm.createContext({ setTimeout: sooner, clearTimeout, performance, MessageChannel: Channel, ReadableStream, ArrayBuffer, Uint8Array });
  return vm.runInContext(`${TEXT}\nstream`, context);
}

/**
 * A file whose streams give so many bytes each and then nothing, not even an end.
 * @param {Uint8Array} bytes @param {number} given
 * @returns {any}
 */
function silent(bytes, given) {
  return {
    name: "silent.csv",
    size: bytes.length,
    lastModified: 0,
    slice: (/** @type {number} */ from) => silent(bytes.subarray(from), given),
    stream: () => new ReadableStream({
      type: "bytes",
      start(controller) {
        if (given > 0 && bytes.length > 0) controller.enqueue(bytes.slice(0, given));
        if (bytes.length <= given) controller.close();
      },
    }),
  };
}

for (const given of [200, 300, 999, 1000]) {
  test(`streams that fall silent after ${given} of 1000 bytes`, { timeout: 20_000 }, async () => {
    const bytes = Uint8Array.from({ length: 1000 }, (_, at) => at % 251);
    /** @type {number[]} */
    const seen = [];
    await streamOf()(silent(bytes, given), (chunk) => { seen.push(...chunk); });
    assert.deepEqual(seen, [...bytes]);
  });
}

test("a stream that gives nothing at all", { timeout: 20_000 }, async () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, at) => at % 251);
  const file = { ...silent(bytes, 0), slice: () => silent(bytes, 1000) };
  /** @type {number[]} */
  const seen = [];
  await streamOf()(file, (chunk) => { seen.push(...chunk); });
  assert.deepEqual(seen, [...bytes]);
});
