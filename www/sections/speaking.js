/** @import { State } from "../shared/state.js" */
import { chooseLanguage } from "../shared/language.js";
import { WORDS } from "../shared/words.js";

/**
 * The switch to the other language. It stands there as long as nothing would be lost by starting again.
 * @param {HTMLElement} button
 * @param {State} state
 */
export function connectSpeaking(button, state) {
  const { name, tag } = WORDS.otherLanguage;
  button.textContent = name;
  button.lang = tag;
  button.addEventListener("click", () => {
    chooseLanguage(tag);
    location.reload();
  });
  state.watch(["phase", "files"], () => {
    button.hidden = state.phase !== "ready" || Boolean(state.files.reference || state.files.current);
  });
}
