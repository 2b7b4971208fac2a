import { tellBy } from "../shared/told.js";
import { GERMAN_TELLER } from "../words/german-telling.js";

/** From now on reports, drawings and errors are said in German. */
export function tellGerman() {
  tellBy(GERMAN_TELLER);
}
