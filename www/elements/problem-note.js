/** @import { Problem } from "../types/page" */
import { formatCount } from "../shared/format.js";
import { toldProblem } from "../shared/told.js";
import { WORDS } from "../shared/words.js";
import { build } from "./build.js";
import { prose } from "./prose.js";

/** An error or a warning: what, where, what was expected, what to do, and its code. Property `problem`. */
export class ProblemNote extends HTMLElement {
  /** @type {Problem | null} */
  #problem = null;

  get problem() {
    return this.#problem;
  }

  set problem(problem) {
    this.#problem = problem && toldProblem(problem);
    this.#render();
  }

  #render() {
    const problem = this.#problem;
    if (!problem) {
      this.replaceChildren();
      return;
    }
    const words = WORDS.problem;
    const { file, line, column, value } = problem.place ?? {};
    const places = [
      file !== undefined && [words.place.file, file],
      line !== undefined && [words.place.line, formatCount(line)],
      column !== undefined && [words.place.column, column],
      value !== undefined && [words.place.value, value],
    ];
    const where = places.flatMap((place) => (place ? [build("span", {}, build("span", { class: "quiet" }, `${place[0]} `), place[1])] : []));
    const found = problem.count && problem.count > 1 ? `${problem.found} (${words.count(formatCount(problem.count))})` : problem.found;
    this.replaceChildren(
      build("p", { class: "problem-found" }, ...prose(sentence(found))),
      ...(where.length > 0 ? [build("p", { class: "problem-place" }, ...where)] : []),
      build(
        "dl",
        {},
        build("dt", {}, words.expected),
        build("dd", {}, ...prose(sentence(problem.expected))),
        build("dt", {}, words.action),
        build("dd", {}, ...prose(problem.action)),
        build("dt", {}, words.code),
        build("dd", {}, build("code", {}, problem.code)),
      ),
    );
  }
}

/**
 * A clause as a sentence; a path or a name at its beginning keeps its letters.
 * @param {string} text
 */
function sentence(text) {
  const begun = /^[a-z]+\s/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return begun + (/[.!?…]$/.test(text) ? "" : ".");
}

customElements.define("problem-note", ProblemNote);
