/** @import { EngineCalls } from "../types/page" */
/** @import { State } from "../shared/state.js" */
import { keptSettings } from "../shared/kept-settings.js";
import { WORDS } from "../shared/words.js";
import { asProblem } from "./comparing.js";

/**
 * Settings that were kept, or that the address names: `#settings=` and JSON. Nothing but settings is ever read from it.
 * @param {State} state
 * @param {EngineCalls} engine
 */
export async function recoverSettings(state, engine) {
  const named = /^#settings=(.+)$/.exec(location.hash)?.[1];
  let config = keptSettings();
  try {
    if (named) config = JSON.parse(decodeURIComponent(named));
    if (!config || Object.keys(config).length === 0) return;
    await engine.checkConfig(config);
    state.set({ config, notice: named ? WORDS.recovering.linked : WORDS.recovering.recovered });
  } catch (why) {
    const shown = asProblem(why);
    state.set({ notice: WORDS.recovering.badLink(shown.found) });
  }
}

/** The address that brings these settings along. @param {Record<string, unknown>} config */
export function settingsLink(config) {
  return `${location.origin}${location.pathname}#settings=${encodeURIComponent(JSON.stringify(config))}`;
}
