/** @import { EngineCalls, Slot } from "../types/page" */
/** @import { State } from "../shared/state.js" */
import { build } from "../elements/build.js";
import { FilePreview } from "../elements/file-preview.js";
import { ProblemNote } from "../elements/problem-note.js";
import { SLOTS } from "../shared/state.js";
import { WORDS } from "../shared/words.js";
import { asProblem } from "./comparing.js";

/**
 * How each file is read, with its first 50 rows: anew at once when what decides it was changed.
 * @param {State} state
 * @param {EngineCalls} engine
 * @returns {HTMLElement}
 */
export function previewing(state, engine) {
  const place = build("details", { class: "settings-group", id: "previews" }, build("summary", {}, build("h3", {}, WORDS.preview.heading)), build("p", { class: "quiet" }, WORDS.preview.meaning));
  /** What stands there, by slot: the file and the settings that it was read with. @type {Partial<Record<Slot, { file: File, key: string, part: HTMLElement, preview: FilePreview }>>} */
  const shown = {};
  let last = Promise.resolve();

  const refresh = async () => {
    for (const slot of SLOTS) {
      const file = state.files[slot];
      const before = shown[slot];
      if (!file) {
        before?.part.remove();
        delete shown[slot];
        continue;
      }
      const { dialect = {} } = /** @type {{ dialect?: Record<string, any> }} */ (state.config);
      const key = JSON.stringify(dialect);
      if (before && before.file === file && before.key === key) continue;
      const preview = before?.preview ?? new FilePreview();
      const part = before?.part ?? build("section", { "data-slot": slot }, build("h4", {}), preview);
      if (!part.isConnected) place.append(part);
      part.querySelector("problem-note")?.remove();
      const heading = part.querySelector("h4");
      if (heading) heading.textContent = `${WORDS.slot[slot].name}: ${file.name}`;
      shown[slot] = { file, key, part, preview };
      try {
        const read = await engine.preview(file, state.config);
        preview.dialect = dialect;
        preview.preview = read;
      } catch (why) {
        preview.preview = null;
        part.append(Object.assign(new ProblemNote(), { problem: asProblem(why) }));
      }
    }
  };
  const later = () => {
    if (place.open) last = last.then(refresh, refresh);
  };
  place.addEventListener("toggle", later);
  state.watch(["files", "config"], () => {
    place.hidden = !(state.files.reference || state.files.current);
    later();
  });
  return place;
}
