import { build } from "../elements/build.js";
import { formatCount } from "../shared/format.js";
import { toldPhrase, toldWords } from "../shared/told.js";
import { WORDS } from "../shared/words.js";
import { MODEL } from "./model-words.js";

/** @typedef {{ text: string, yes: number | null, no: number | null, missing: string | null, cover: number | null }} TreeNode */

/** Levels that are open at first. */
const OPEN = 2;

/**
 * A tree as nested questions that open and close: read by keyboard and screen readers as it stands.
 * @param {HTMLElement} place
 * @param {TreeNode[]} nodes the root first
 */
export function drawTree(place, nodes) {
  place.replaceChildren(nodes.length > 0 ? node(nodes, 0, "", 0) : build("p", {}, toldWords("model", MODEL).noTree));
}

/**
 * @param {TreeNode[]} nodes
 * @param {number} at
 * @param {string} way the answer that leads here
 * @param {number} depth
 * @returns {HTMLElement}
 */
function node(nodes, at, way, depth) {
  const said = toldWords("model", MODEL);
  const one = nodes[at];
  const begin = way ? `${way}: ` : "";
  if (!one) return build("p", { class: "tree-leaf" }, `${begin}${said.more}`);
  const cover = one.cover === null ? "" : said.seen(formatCount(Math.round(one.cover)));
  if (one.yes === null || one.no === null) return build("p", { class: "tree-leaf" }, `${begin}${said.answersWith(short(one.text))}${cover}`);
  const [yes, no] = [one.yes, one.no];
  const details = build("details", { open: depth < OPEN }, build("summary", { title: one.text }, `${begin}${toldPhrase(short(one.text))}?${cover}`));
  // Below what is open, children are made when they are first wanted.
  const fill = () => {
    if (details.childElementCount > 1) return;
    const [ways, missing] = [{ yes: said.yes, no: said.no }, one.missing];
    if (missing === "yes") ways.yes = said.yesOrMissing;
    if (missing === "no") ways.no = said.noOrMissing;
    details.append(node(nodes, yes, ways.yes, depth + 1), node(nodes, no, ways.no, depth + 1));
  };
  if (depth < OPEN) fill();
  details.addEventListener("toggle", fill);
  return details;
}

/**
 * A question with six digits of its threshold; all of them stand in its title.
 * @param {string} text
 */
function short(text) {
  return text.replace(/(^|[≤<≥>=] )(-?\d+\.\d{3,}(?:e-?\d+)?)$/, (_, before, number) => `${before}${String(Number(Number(number).toPrecision(6))).replace(".", WORDS.numbers.decimal)}`);
}
