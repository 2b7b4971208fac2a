// Writes ref.csv and cur.csv with so many rows and columns of numbers; every tenth column has drifted.
// usage: node benches/columns.js DIRECTORY ROWS COLUMNS
import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";

const [directory, rows, columns] = process.argv.slice(2);
if (!columns) {
  console.error("usage: node benches/columns.js DIRECTORY ROWS COLUMNS");
  process.exit(2);
}
mkdirSync(directory, { recursive: true });
for (const [name, seed, shift] of [["ref.csv", 1, 0], ["cur.csv", 2, 0.5]]) {
  let state = Number(seed);
  const next = () => { state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; return state / 2 ** 32; };
  const out = createWriteStream(join(directory, String(name)));
  out.write(`${Array.from({ length: Number(columns) }, (_, i) => `n${i}`).join(",")}\n`);
  for (let row = 0; row < Number(rows); row += 1) {
    const cells = Array.from({ length: Number(columns) }, (_, i) => (next() + next() + next() + (i % 10 === 0 ? Number(shift) : 0)).toFixed(4));
    if (!out.write(`${cells.join(",")}\n`)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
}
writeFileSync(join(directory, "complete"), "");
