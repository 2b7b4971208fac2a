/** The two places a file can take. */
export type Slot = "reference" | "current";

/** Where a problem stands and what to do: the shape of `Error` in src/error.rs. */
export interface Problem {
  code: string;
  place?: { file?: string; line?: number; column?: string; value?: string };
  found: string;
  expected: string;
  action: string;
  count?: number;
}

/** How far a call is: bytes for `read` and `digest`, steps for `analyse`. */
export interface Progress {
  done: number;
  total: number;
  /** What is going on; set by the client. */
  stage?: "read" | "analyse" | "whole" | "background" | "digest";
  /** Which file, while one is read. */
  slot?: Slot;
}

/** How a call into the cell is watched and stopped. */
export interface CallOptions {
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
  /** Puts the open model's scores behind each file's columns; `mapping` names a column for an input. */
  scores?: { mapping: Record<string, string> };
}

/** One line of the build-time list: the only files that may be fetched. */
export interface ListedFile {
  url: string;
  integrity: string;
  bytes: number;
  role: string;
}

/** One module of the crate as it is handed into the cell. */
export interface ModulePart {
  text: string;
  wasm: ArrayBuffer;
}

/** What is loaded before the airlock closes. */
export interface Assets {
  /** Exact text of www/worker/bootstrap.js and its hash as the page's policy names it (`sha256-…`). */
  bootstrap: { text: string; hash: string };
  engine: ModulePart;
  /** A later module of the build, loaded when it is first needed. */
  module(name: string): Promise<ModulePart>;
}

/** What the page posts to the cell. */
export interface Request {
  v: 1;
  id: number;
  call: string;
  args: Record<string, unknown>;
}

/** What the cell answers: exactly one of `progress`, `part`, `ok`, `error`. */
export interface Reply {
  v: 1;
  id: number;
  progress?: Progress;
  /** Items of a long list of the answer, ahead of it: `of` is the path of the list in the answer. */
  part?: { of: string; items: unknown[] };
  ok?: unknown;
  error?: Problem;
}

/** A running cell. */
export interface CellHandle {
  port: MessagePort;
  close(): void;
  /** Whether to notice that the cell's process ends; wanted while calls wait. */
  watch(on: boolean): void;
}
