import type { CallOptions, Slot } from "./protocol";
import type { Attachments, Block, Compared, DrawOptions, Format, Report } from "./driftglass";

export type { CallOptions, Problem, Progress, Slot } from "./protocol";

/** What the page is doing. */
export type Phase = "loading" | "ready" | "working" | "result" | "failed";

/** The engine as the page uses it; its class is in `www/client.js`. */
export interface EngineCalls extends EventTarget {
  checkConfig(config: object): Promise<object>;
  loadConfig(file: File): Promise<Record<string, unknown>>;
  read(slot: Slot, file: File, options?: CallOptions & { config?: object }): Promise<unknown>;
  analyse(config?: object, options?: CallOptions): Promise<Report>;
  whole(config?: object, options?: CallOptions): Promise<Report>;
  background(config?: object, options?: CallOptions): Promise<Report>;
  digest(file: File, options?: CallOptions): Promise<string>;
  open(file: File, options?: CallOptions): Promise<{ report: Report; attachments: Attachments }>;
  forget(slot: Slot): Promise<void>;
  exportReport(report: Report, attachments: Attachments, format: Format): Promise<string>;
  drawSvg(block: Block, options: DrawOptions): Promise<string>;
  compareReports(before: Report, after: Report): Promise<Compared>;
  cancel(): void;
}
