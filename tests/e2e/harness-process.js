// What the operating system says of a browser's processes: their real arguments and the processor time they took.
import fs from "node:fs";

const CLOCK_TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

/** @param {string} file */
const read = (file) => { try { return fs.readFileSync(file, "latin1"); } catch { return ""; } };

/** @typedef {{ pid: number, parent: number, args: string[], cpu_ms: number, memory_bytes: number }} Process */

/** All living processes below `pid`, itself first. @param {number} pid */
export function processTree(pid) {
  /** @type {Map<number, Process>} */
  const all = new Map();
  for (const name of fs.readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = read(`/proc/${name}/stat`);
    if (stat === "") continue;
    // The name in parentheses may itself hold spaces.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z") continue;
    const cpu_ms = ((Number(fields[11]) + Number(fields[12])) * 1000) / CLOCK_TICKS_PER_SECOND;
    const memory_bytes = Number(fields[21]) * PAGE_BYTES;
    all.set(Number(name), { pid: Number(name), parent: Number(fields[1]), cpu_ms, memory_bytes, args: read(`/proc/${name}/cmdline`).split(/\0| (?=--)/).filter(Boolean) });
  }
  /** @type {Process[]} */
  const tree = [];
  /** @param {number} id */
  const take = (id) => {
    const found = all.get(id);
    if (!found) return;
    tree.push(found);
    for (const one of all.values()) if (one.parent === id) take(one.pid);
  };
  take(pid);
  return tree;
}

/** Processor time of the whole browser over a span, as a share of one core. @param {number} pid @param {number} span_ms */
export async function cpuShare(pid, span_ms) {
  const total = () => new Map(processTree(pid).map((one) => [one.pid, one.cpu_ms]));
  const before = total();
  const started = performance.now();
  await new Promise((ready) => { setTimeout(ready, span_ms); });
  let used_ms = 0;
  for (const [id, cpu_ms] of total()) used_ms += cpu_ms - (before.get(id) ?? 0);
  return used_ms / (performance.now() - started);
}

/** Resident memory of the whole browser. @param {number} pid */
export function memoryBytes(pid) {
  return processTree(pid).reduce((sum, one) => sum + one.memory_bytes, 0);
}

/**
 * Fails when a process of the browser runs with `feature` disabled. Drivers disable features by default, in one
 * joined flag among their own, and a test of the seal would then prove nothing.
 * @param {Process[]} processes @param {string} feature
 */
export function assertNotDisabled(processes, feature) {
  if (processes.length === 0) throw new Error("no browser process was found: nothing can be said of its arguments");
  for (const { pid, args } of processes) {
    for (const argument of args) {
      const [flag, value = ""] = argument.split(/=(.*)/s);
      if (flag === "--disable-features" && value.split(",").some((one) => one.split("<")[0].trim() === feature)) {
        throw new Error(`process ${pid} runs with ${feature} disabled: ${argument}`);
      }
    }
  }
}
