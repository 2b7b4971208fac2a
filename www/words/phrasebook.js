/** What a place in a phrase takes: data, a number, words that are phrases themselves, a list of such words. */
const PLACE = /\{([a-z])\d?\}/g;

/**
 * Finds a text among phrases with places and writes it with those of another language.
 */
export class Phrasebook {
  /** @type {Map<string, string>} */
  #whole = new Map();
  /** The more a phrase says itself, the earlier it is tried. @type {{ pattern: RegExp, names: string[], to: string }[]} */
  #patterns = [];
  /** @type {Map<string, string | null>} */
  #known = new Map();
  #number;

  /**
   * @param {Record<string, string>} phrases
   * @param {(text: string) => string} number writes the numbers in a text anew
   */
  constructor(phrases, number) {
    this.#number = number;
    const patterns = [];
    for (const [from, to] of Object.entries(phrases)) {
      const names = [...from.matchAll(PLACE)].map((place) => place[0].slice(1, -1));
      if (names.length === 0) this.#whole.set(from, to);
      else patterns.push({ pattern: pattern(from), names, to, said: from.replace(PLACE, "").length });
    }
    this.#patterns = patterns.sort((a, b) => b.said - a.said);
  }

  /** The text in the other language; `null` where no phrase is like it. @param {string} text @returns {string | null} */
  find(text) {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const found = this.#whole.get(text) ?? this.#fill(text);
    if (this.#known.size > 20_000) this.#known.clear();
    this.#known.set(text, found);
    return found;
  }

  /** The text in the other language, or itself. @param {string} text */
  say(text) {
    return this.find(text) ?? text;
  }

  /** @param {string} text */
  #fill(text) {
    for (const { pattern: like, names, to } of this.#patterns) {
      const taken = like.exec(text);
      if (!taken) continue;
      const places = new Map(names.map((name, at) => [name, taken[at + 1] ?? ""]));
      return to.replace(PLACE, (place) => this.#place(place.slice(1, -1), places.get(place.slice(1, -1)) ?? ""));
    }
    return null;
  }

  /** @param {string} name @param {string} value */
  #place(name, value) {
    if (name.startsWith("n")) return this.#number(value);
    if (name.startsWith("w")) return this.say(value);
    if (name.startsWith("l")) return value.split(", ").map((one) => this.say(one)).join(", ");
    return value;
  }
}

/** @param {string} phrase */
function pattern(phrase) {
  const parts = phrase.split(PLACE).filter((_, at) => at % 2 === 0);
  const names = [...phrase.matchAll(PLACE)].map((place) => place[1]);
  const literal = (/** @type {string} */ text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${parts.map((part, at) => literal(part) + (at < names.length ? (names[at] === "n" ? NUMBER : "(.+?)") : "")).join("")}$`, "su");
}

/** What the engine writes for a number, in English. */
const NUMBER = "((?:[<>] )?[−-]?(?:\\d[\\d,]*(?:\\.\\d+)?(?:e[−-]?\\d+)?%?(?: (?:pp|B|kB|MB|GB|TB))?|\\d{4}-\\d\\d-\\d\\d(?: [\\d:]+)?|∞)|not estimable)";
