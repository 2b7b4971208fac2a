/** @import { State } from "../shared/state.js" */
import { build } from "../elements/build.js";
import { carry } from "../shared/crossing.js";
import { chooseLanguage } from "../shared/language.js";
import { WORDS } from "../shared/words.js";

/**
 * The switch to the other language. The page starts again in it: where something is there that this would lose, it is
 * said first; a finished report comes along.
 * @param {HTMLElement} button
 * @param {State} state
 */
export function connectSpeaking(button, state) {
  const { name, tag } = WORDS.otherLanguage;
  const words = WORDS.speaking;
  button.textContent = name;
  button.lang = tag;
  button.hidden = false;
  const change = () => {
    if (state.phase === "result" && state.original) carry(state.original, state.attachments);
    chooseLanguage(tag);
    location.reload();
  };
  const ask = () => {
    const go = build("button", { type: "button", class: "button primary" }, words.go(name));
    const stay = build("button", { type: "button", class: "button" }, words.stay);
    const dialog = build("dialog", { class: "speaking", "aria-labelledby": "speaking-heading" }, build("h2", { id: "speaking-heading" }, words.heading(name)), build("p", {}, state.phase === "result" ? words.report : words.files), build("p", { class: "speaking-choices" }, go, stay));
    go.addEventListener("click", change);
    stay.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  };
  button.addEventListener("click", () => {
    const { files, phase } = state;
    if (files.reference || files.current || phase === "result") ask();
    else change();
  });
}
