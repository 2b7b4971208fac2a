import { buildSvg } from "../elements/build.js";
import { dark, themeInForce } from "../shared/theme-in-force.js";
import { WORDS } from "../shared/words.js";

/**
 * The light and dark switch. The system decides until it is pressed; nothing is stored.
 * @param {HTMLElement} button
 */
export function connectTheme(button) {
  const show = () => {
    const isDark = themeInForce() === "dark";
    const icon = buildSvg("svg", { viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true" }, buildSvg("path", { d: "M8 1.5A6.5 6.5 0 1 1 8 14.5 6.5 6.5 0 0 1 8 1.5Z", class: "ring" }), buildSvg("path", { d: "M8 1.5A6.5 6.5 0 0 1 8 14.5Z", class: "half" }));
    button.replaceChildren(icon, isDark ? WORDS.theme.toLight : WORDS.theme.toDark);
    button.setAttribute("aria-label", isDark ? WORDS.theme.labelLight : WORDS.theme.labelDark);
  };
  button.addEventListener("click", () => {
    document.documentElement.dataset.theme = themeInForce() === "dark" ? "light" : "dark";
    document.dispatchEvent(new Event("themechange"));
    show();
  });
  dark.addEventListener("change", show);
  button.hidden = false;
  show();
}
