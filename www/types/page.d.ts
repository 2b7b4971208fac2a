import type { CallOptions, Problem, Slot } from "./protocol";
import type { Attachments, Block, Compared, DrawOptions, Evidence, Example, Format, Report } from "./driftglass";

export type { CallOptions, Problem, Progress, Slot } from "./protocol";

/** What the page is doing. */
export type Phase = "loading" | "ready" | "working" | "result" | "failed";

/** What a column is taken to be for. */
export interface RoleGuess {
  role: string;
  /** `config` where the person said it, else the code of the guess. */
  reason: string;
  /** 0 to 1. */
  confidence: number;
}

/** One thing that was found out about a file's text: `Inference` in src/table/inference.rs. */
export interface Inference {
  key: string;
  value: string;
  given: boolean;
  reason: string;
  support: number;
  of: number;
  examples: Example[];
}

/** The first rows of a file and what they say about it: `Preview` in src/table/preview.rs. */
export interface Preview {
  inferences: Inference[];
  columns: { name: string; kind: string; evidence: Evidence }[];
  rows_read: number;
  rows: (string | null)[][];
  warnings: Problem[];
}

/** The engine as the page uses it; its class is in `www/client.js`. */
export interface EngineCalls extends EventTarget {
  checkConfig(config: object): Promise<object>;
  loadConfig(file: File): Promise<Record<string, unknown>>;
  read(slot: Slot, file: File, options?: CallOptions & { config?: object }): Promise<unknown>;
  analyse(config?: object, options?: CallOptions & { periods?: File[], attributes?: File | null }): Promise<Report>;
  roles(): Promise<Record<Slot, RoleGuess[]>>;
  preview(file: File, config?: object): Promise<Preview>;
  learn(slot: Slot, config?: object, options?: CallOptions): Promise<Record<string, unknown>>;
  whole(config?: object, options?: CallOptions): Promise<Report>;
  background(config?: object, options?: CallOptions): Promise<Report>;
  digest(file: File, options?: CallOptions): Promise<string>;
  open(file: File, options?: CallOptions): Promise<{ report: Report; attachments: Attachments }>;
  forget(slot: Slot): Promise<void>;
  exportReport(report: Report, attachments: Attachments, format: Format, language?: object): Promise<string>;
  explain(call: string, args: object, options?: CallOptions): Promise<any>;
  drawSvg(block: Block, options: DrawOptions, language?: object): Promise<string>;
  compareReports(before: Report, after: Report): Promise<Compared>;
  cancel(): void;
}
