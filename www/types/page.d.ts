import type { CallOptions, Slot } from "./protocol";
import type { Report } from "./driftglass";

export type { CallOptions, Problem, Progress, Slot } from "./protocol";

/** What the page is doing. */
export type Phase = "loading" | "ready" | "working" | "result" | "failed";

/** What travels beside a report: hashes and the clock. */
export interface Attachments {
  sha256: { reference?: string; current?: string };
  generatedAt?: string;
}

/** The engine as the page uses it; its class is in `www/client.js`. */
export interface EngineCalls extends EventTarget {
  read(slot: Slot, file: File, options?: CallOptions): Promise<unknown>;
  analyse(config?: object, options?: CallOptions): Promise<Report>;
  digest(file: File, options?: CallOptions): Promise<string>;
  open(file: File, options?: CallOptions): Promise<{ report: Report; attachments: Attachments }>;
  forget(slot: Slot): Promise<void>;
  exportReport(report: Report, attachments: Attachments, format: "json" | "html"): Promise<string>;
  cancel(): void;
}

/** One readable mark of a drawing, in css pixels. */
export interface Mark {
  label: string;
  value: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What a drawing answers: where its parts stand. */
export interface Scene {
  width: number;
  height: number;
  plot: { x: number; y: number; width: number; height: number };
  marks: Mark[];
}

/** How a block is drawn. */
export interface DrawOptions {
  width: number;
  height: number;
  pixelRatio: number;
  theme: "light" | "dark" | "print";
}
