// Takes the pictures of the README: the sample compared, on a wide screen and on a phone, and one finding in detail.
import fs from "node:fs";
import path from "node:path";
import { launch } from "./harness.js";
import { openReady, runSample, showFinding } from "./page-steps.js";

const FOLDER = path.resolve(import.meta.dirname, "../../docs/screenshots");
/** All pictures together must stay below it. */
const MOST_BYTES = 1_000_000;

const driven = await launch();
try {
  fs.mkdirSync(FOLDER, { recursive: true });
  const taken = [
    await take("result", { width: 1280, height: 900 }, "light"),
    await take("phone", { width: 400, height: 860 }, "dark"),
    await take("detail", { width: 1280, height: 900 }, "light", "drift/feature_lookup_ms/values"),
  ];
  const bytes = taken.reduce((sum, file) => sum + fs.statSync(file).size, 0);
  console.log(`${taken.length} pictures, ${bytes} bytes`);
  if (bytes >= MOST_BYTES) throw new Error(`the pictures have ${bytes} bytes together, ${MOST_BYTES} are the most`);
} finally {
  await driven.remove();
}

/**
 * @param {string} name
 * @param {import("./harness.js").Size} size
 * @param {"light" | "dark"} theme
 * @param {string} [finding] shown in detail, beside the list
 */
async function take(name, size, theme, finding) {
  const page = await openReady(driven, "/", size);
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
  await runSample(page);
  if (finding) await showFinding(page, finding);
  await page.waitForFunction(() => [...document.querySelectorAll("#detail canvas")].every((canvas) => /** @type {HTMLCanvasElement} */ (canvas).width > 100));
  await page.evaluate(() => { /** @type {HTMLElement | null} */ (document.activeElement)?.blur(); });
  // What the mouse stands on is not what was chosen.
  await page.mouse.move(1, 1);
  const file = path.join(FOLDER, `${name}.png`);
  // A finding is shown as it is read: the list on the left, its detail on the right.
  if (finding) await page.$eval("#findings", (list) => list.scrollIntoView());
  await page.screenshot({ path: file });
  await page.close();
  return file;
}
