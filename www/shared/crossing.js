/** @import { Attachments, Report } from "../types/driftglass" */

/** Where a report waits while the page starts again in another language: in this tab, and nowhere else. */
const CROSSING = "driftglass.crossing";

/**
 * Takes a report along to the page that starts next in this tab.
 * @param {Report} report
 * @param {Attachments} attachments
 */
export function carry(report, attachments) {
  try {
    sessionStorage.setItem(CROSSING, JSON.stringify({ report, attachments }));
  } catch {
    // A browser that keeps nothing, or too large a report: the page starts without it.
  }
}

/** The report that was taken along, once. @returns {File | null} */
export function carried() {
  try {
    const text = sessionStorage.getItem(CROSSING);
    sessionStorage.removeItem(CROSSING);
    return text === null ? null : new File([text], "report.json", { type: "application/json" });
  } catch {
    return null;
  }
}
