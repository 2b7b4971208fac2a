import { build } from "../elements/build.js";
import { WORDS } from "../shared/words.js";
import { isHelpKey } from "./opening.js";

/**
 * What the keys do, in a dialog: by its button, or `?` anywhere but in a field.
 * @param {HTMLElement} opener
 */
export function connectHelp(opener) {
  const words = WORDS.help;
  const close = build("button", { type: "button", class: "button" }, words.close);
  const dialog = build(
    "dialog",
    { class: "help", "aria-labelledby": "help-heading" },
    build("h2", { id: "help-heading" }, words.heading),
    build("dl", {}, ...words.keys.flatMap(([keys, meaning]) => [build("dt", {}, ...keys.map((key) => build("kbd", {}, key))), build("dd", {}, meaning)])),
    close,
  );
  document.body.append(dialog);
  const show = () => dialog.open || dialog.showModal();
  opener.addEventListener("click", show);
  close.addEventListener("click", () => dialog.close());
  addEventListener("keydown", (event) => {
    if (!isHelpKey(event)) return;
    event.preventDefault();
    show();
  });
}
