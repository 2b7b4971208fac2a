// What a trace of the browser says.
import assert from "node:assert/strict";
import fs from "node:fs";

/** The longest task of the page's main thread in a trace, in milliseconds of processor time: other load does not count. @param {string} file */
export function longestTask_ms(file) {
  /** @type {{ traceEvents: { name: string, pid: number, tid: number, tdur?: number, args: { name?: string } }[] }} */
  const { traceEvents } = JSON.parse(fs.readFileSync(file, "utf8"));
  // The browser's own windows are pages too, of another kind.
  const pages = new Set(traceEvents.filter((one) => one.name === "process_name" && one.args.name === "Renderer").map((one) => one.pid));
  const main = new Set(traceEvents.filter((one) => one.name === "thread_name" && one.args.name === "CrRendererMain" && pages.has(one.pid)).map((one) => `${one.pid} ${one.tid}`));
  const tasks = traceEvents.filter((one) => one.name.endsWith("RunTask") && one.tdur !== undefined && main.has(`${one.pid} ${one.tid}`));
  assert.ok(tasks.length > 100, `the trace holds ${tasks.length} tasks`);
  return Math.max(...tasks.map((one) => one.tdur ?? 0)) / 1000;
}
