import { toldWords } from "../shared/told.js";

/** Words of the audit's controls, which come with the workbench. */
export const AUDIT = toldWords("audit", {
  heading: "Set up the fairness audit",
  guessed: (/** @type {string[]} */ names) => `Nobody has said that ${listed(names)} ${names.length === 1 ? "is a protected attribute" : "are protected attributes"}: ${names.length === 1 ? "its name suggests" : "their names suggest"} it. Confirm it for a finding for each criterion, or change it below.`,
  confirm: "These are protected attributes",
  outcome: (/** @type {string} */ column) => `Favourable outcome, in ${column}`,
  outcomeMeaning: "What is good for the person. Flipping it turns every ratio over.",
  choose: "Choose one",
  threshold: (/** @type {string} */ column) => `Decided in favour from this ${column} on`,
  noThreshold: "no threshold",
  clear: "No threshold",
  limit: "What is limited",
  limits: /** @type {Record<string, string>} */ ({ ratio: "The ratio of two groups’ rates", difference: "The difference of two groups’ rates" }),
  ratio: "A ratio below this, or above its inverse, is outside",
  difference: "A difference above this is outside",
  reference: "Compare with",
  references: /** @type {Record<string, string>} */ ({ largest: "the largest group", "most-favoured": "the group with the highest rate" }),
  group: (/** @type {string} */ attribute) => `Reference group of ${attribute}`,
  asAbove: "as above",
  costs: /** @type {Record<string, string>} */ ({ cost_false_favourable: "Cost of a decision in favour that turns out wrong", cost_false_unfavourable: "Cost of a decision against that turns out wrong" }),
  groups: (/** @type {string} */ attribute) => `Groups of ${attribute}: put together, leave out`,
  groupColumns: ["Group", "Put together as", "Left out"],
  as: (/** @type {string} */ group) => `Put ${group} together with others as`,
  leaveOut: "Leave out",
  groupsMeaning: "The same name on two lines makes one group of them. Answers such as “unknown” belong to “(no value)”: a group of its own, compared and shown, and never the yardstick.",
  crossed: "Attributes crossed at most",
  crossings: /** @type {Record<string, string>} */ ({ 1: "none: each alone", 2: "two at a time", 3: "three at a time" }),
  compatible: "Show besides the figures of",
  rivals: /** @type {Record<string, string>} */ ({ "": "nobody else", fairlearn: "Fairlearn", aif360: "AIF360", aequitas: "Aequitas" }),
  compatibleMeaning: "With their conventions for empty groups. They change no verdict.",
  nobody: "No column is a protected attribute yet. Tick one below, or add a file that has them.",
  bands: (/** @type {string} */ attribute) => `Edges between the bands of ${attribute}`,
  bandsMeaning: "Rising numbers, with spaces between them; a value on an edge is in the upper band. Empty: round numbers.",
  bandsWrong: "Rising numbers are wanted, with spaces between them.",
  columns: "Protected columns",
  columnsMeaning: "Groups are made of these columns. A column that you take out counts as a feature.",
  attributes: "Add a file of protected attributes",
  attributesMeaning: "Its columns are put beside the rows with the same key, on this device.",
  joined: (/** @type {string} */ name) => `Attributes from ${name}`,
  remove: "Take the file of attributes out",
});

/** @param {string[]} names */
function listed(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}
