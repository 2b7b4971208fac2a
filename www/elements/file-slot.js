/** @import { Progress, Slot } from "../types/page" */
import { formatBytes, formatCount } from "../shared/format.js";
import { WORDS } from "../shared/words.js";
import { build, write } from "./build.js";

/**
 * One of the two places for a file. Attribute `slot-name`; properties `file`, `progress`, `rows`, `disabled`;
 * event `fileschosen` with the chosen files. It never reads a file: it shows its name and size.
 */
export class FileSlot extends HTMLElement {
  /** @type {AbortController | null} */
  #listening = null;
  /** @type {HTMLInputElement | null} */
  #input = null;
  #name = build("p", { class: "slot-file" });
  #state = build("p", { class: "slot-state" });
  #bar = build("progress", { hidden: true, max: 1, value: 0 });

  /** @returns {Slot} */
  get slotName() {
    return this.getAttribute("slot-name") === "current" ? "current" : "reference";
  }

  connectedCallback() {
    this.#listening = new AbortController();
    this.#input = this.querySelector("input");
    this.#input?.addEventListener("change", () => this.#chosen(), { signal: this.#listening.signal });
    if (!this.#name.isConnected) this.append(this.#name, this.#bar, this.#state);
    this.show(null, undefined, null);
  }

  disconnectedCallback() {
    this.#listening?.abort();
  }

  #chosen() {
    const files = [...(this.#input?.files ?? [])];
    if (files.length === 0) return;
    this.dispatchEvent(new CustomEvent("fileschosen", { bubbles: true, detail: { files, slot: this.slotName } }));
    if (this.#input) this.#input.value = "";
  }

  /** @param {boolean} disabled */
  set disabled(disabled) {
    if (this.#input) this.#input.disabled = disabled;
  }

  /**
   * Shows what is in the slot.
   * @param {{ name: string, size: number } | null} file
   * @param {Progress | undefined} progress while reading
   * @param {number | null} rows once known
   */
  show(file, progress, rows) {
    const words = WORDS.slot;
    this.toggleAttribute("filled", file !== null);
    const label = this.querySelector("label > span");
    if (label) write(label, file ? words.replace : words.choose);
    const slot = words[this.slotName].name;
    this.#input?.setAttribute("aria-label", file ? words.replaceFor(slot) : words.chooseFor(slot));
    write(this.#name, file ? file.name : words.empty);
    this.#name.title = file ? file.name : "";
    this.#bar.hidden = !progress;
    if (progress) {
      this.#bar.max = Math.max(progress.total, 1);
      this.#bar.value = progress.done;
      this.#bar.setAttribute("aria-label", words.progressFor(file?.name ?? ""));
    }
    write(this.#state, state(file, progress, rows));
  }
}

/**
 * @param {{ name: string, size: number } | null} file
 * @param {Progress | undefined} progress
 * @param {number | null} rows
 */
function state(file, progress, rows) {
  const words = WORDS.slot;
  if (!file) return "";
  if (rows !== null) return `${words.rows(formatCount(rows))} · ${formatBytes(file.size)}`;
  if (!progress) return formatBytes(file.size);
  if (progress.total > 0 && progress.done >= progress.total) return `${words.done} · ${formatBytes(file.size)}`;
  return words.read(formatBytes(progress.done), formatBytes(progress.total));
}

customElements.define("file-slot", FileSlot);
