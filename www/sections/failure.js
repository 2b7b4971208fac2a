/** @import { State } from "../shared/state.js" */
import { build } from "../elements/build.js";
import { ProblemNote } from "../elements/problem-note.js";
import { WORDS } from "../shared/words.js";

/**
 * What went wrong, where, and what to do. The files stay in their slots.
 * @param {HTMLElement} place
 * @param {State} state
 */
export function connectFailure(place, state) {
  state.watch(["problem"], () => {
    const { problem } = state;
    place.hidden = problem === null;
    const heading = build("h1", { id: "failure-heading", tabindex: -1 }, WORDS.problem.heading);
    place.replaceChildren(heading);
    if (problem === null) return;
    place.append(Object.assign(new ProblemNote(), { problem }));
    heading.focus();
  });
}
