// CPU time and memory of a program and all it started, from Linux's /proc.
import { readFileSync, readdirSync } from "node:fs";

/** Clock ticks a second in /proc: 100 on every Linux that is in use. */
const TICKS_PER_SECOND = 100;

const read = (path) => {
  try { return readFileSync(path, "utf8"); } catch { return null; } // the process has ended
};

/**
 * `root` and every process under it.
 * @param {number} root process id
 * @returns {Map<number, { kind: string, cpu_s: number, peak_bytes: number }>} kind: `browser`, `renderer`, `utility`, …
 */
export function processes(root) {
  const parents = new Map();
  const seconds = new Map();
  for (const name of readdirSync("/proc")) {
    const stat = /^\d+$/.test(name) ? read(`/proc/${name}/stat`) : null;
    if (!stat) continue;
    // The name in brackets may hold blanks; what follows it does not.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    parents.set(Number(name), Number(fields[1]));
    seconds.set(Number(name), (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND);
  }
  const found = new Map();
  for (const id of parents.keys()) {
    let at = id;
    while (at > 1 && at !== root) at = parents.get(at) ?? 0;
    if (at !== root) continue;
    const kind = read(`/proc/${id}/cmdline`)?.match(/--type=([\w-]+)/)?.[1] ?? "browser";
    const peak = Number(read(`/proc/${id}/status`)?.match(/^VmHWM:\s+(\d+) kB/m)?.[1] ?? 0);
    found.set(id, { kind, cpu_s: seconds.get(id) ?? 0, peak_bytes: peak * 1024 });
  }
  return found;
}

/**
 * CPU seconds between two answers of `processes`, of one kind or of all.
 * @param {ReturnType<typeof processes>} before
 * @param {ReturnType<typeof processes>} after
 * @param {string} [kind]
 */
export function spent(before, after, kind) {
  let total_s = 0;
  for (const [id, process] of after) {
    if (!kind || process.kind === kind) total_s += process.cpu_s - (before.get(id)?.cpu_s ?? 0);
  }
  return total_s;
}
