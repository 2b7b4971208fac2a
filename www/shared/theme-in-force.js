/** The system's wish. */
export const dark = matchMedia("(prefers-color-scheme: dark)");

/** The theme that is in force: the person's choice, else the system's. @returns {"light" | "dark"} */
export function themeInForce() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return dark.matches ? "dark" : "light";
}
