// Writes a CSV file of mixed columns as exports have them: numbers of several lengths, dates and instants, names, keys and free text,
// some quoted, some missing. Seeded: the same bytes everywhere.
// usage: node benches/mixed.js FILE MEGABYTES
import { closeSync, openSync, renameSync, writeSync } from "node:fs";

const NAMES = [
  "order", "account", "created_at", "day", "age", "income", "balance", "score", "measured", "latitude", "country", "segment",
  "city", "channel", "active", "member", "email", "comment", "discount", "visits",
];
const SEGMENTS = ["basic", "plus", "premium", "business", "trial"];
const CHANNELS = ["web", "app", "shop", "partner"];
const WORDS = ["late", "parcel", "refund", "asked", "twice", "no answer", "good", "helpful", "wrong size", "returned", "Größe", "invoice"];

const [path, megabytes] = process.argv.slice(2);
if (!(Number(megabytes) > 0)) {
  console.error("usage: node benches/mixed.js FILE MEGABYTES");
  process.exit(2);
}

let state = 20260101;
/** A whole number below `n` (mulberry32). */
const below = (n) => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * n);
};
const part = () => (below(1 << 26) * (1 << 26) + below(1 << 26)) / 2 ** 52;
const bell = () => part() + part() + part() + part() - 2;
const two = (n) => String(n).padStart(2, "0");

const row = (i) => {
  const day = `20${two(20 + below(6))}-${two(1 + below(12))}-${two(1 + below(28))}`;
  const city = below(1000);
  return [
    1_000_000 + i,
    `C-${String(below(100_000)).padStart(7, "0")}`,
    `${day}T${two(below(24))}:${two(below(60))}:${two(below(60))}Z`,
    day,
    18 + below(70),
    12_000 + below(90_000),
    (bell() * 4000).toFixed(2),
    part().toFixed(6),
    bell() * 10,
    (47 + part() * 8).toFixed(5),
    `country ${below(40)}`,
    SEGMENTS[below(5)],
    city % 8 === 0 ? `"Springfield, district ${city}"` : `Springfield ${city}`,
    CHANNELS[below(4)],
    below(3) === 0 ? "false" : "true",
    below(10) === 0 ? "" : below(2) === 0 ? "yes" : "no",
    `person${below(1 << 30)}@example.org`,
    below(3) > 0 ? "" : `"${WORDS[below(12)]}, ${WORDS[below(12)]} ""${WORDS[below(12)]}"", ${WORDS[below(12)]}"`,
    below(20) === 0 ? "" : (part() * 30).toFixed(1),
    below(12),
  ].join(",");
};

const wanted = Number(megabytes) * 1e6;
const file = openSync(`${path}.part`, "w");
let written = writeSync(file, `${NAMES.join(",")}\n`);
for (let i = 0; written < wanted; i += 2000) {
  let text = "";
  for (let k = 0; k < 2000; k += 1) text += `${row(i + k)}\n`;
  written += writeSync(file, text);
}
closeSync(file);
// Last, so that a file of this name is whole.
renameSync(`${path}.part`, path);
