/** @import { Assets, ListedFile } from "../types/protocol" */
import { Engine } from "../client.js";
import { FILES } from "../pkg/files.js";
import { closeAirlock, policyHashes } from "./airlock.js";
import { Loader, fetchListed } from "./loader.js";
import { problem } from "./problem.js";
import { missingSupport } from "./seal.js";

const PAGE = new URL("..", import.meta.url).href;

/**
 * Starts Driftglass in the one order that keeps the promise: load what the start needs, start the loader, close the
 * airlock, start the engine. Files may be dropped once this has resolved, and not before.
 * @param {(assets: Assets) => Promise<unknown>} [meanwhile] what the page prepares for itself while the engine starts
 * @returns {Promise<{ engine: Engine, loader: Loader, assets: Assets }>}
 * @throws {import("../types/protocol").Problem} `start.unsupported`, `start.file-refused`, `start.no-answer`
 */
export async function boot(meanwhile = async () => {}) {
  const missing = missingSupport();
  if (missing) throw missing;
  const [assets, loader] = await Promise.all([loadAssets(FILES), Loader.start(FILES, PAGE)]);
  closeAirlock(policyHashes());
  const all = { ...assets, module: (/** @type {string} */ name) => loadModule(loader, name) };
  const [engine] = await Promise.all([Engine.start(all), meanwhile(all)]);
  return { engine, loader, assets: all };
}

/**
 * A later module, by way of the loader: the airlock is closed by then.
 * @param {Loader} loader
 * @param {string} name
 * @returns {Promise<import("../types/protocol").ModulePart>}
 */
async function loadModule(loader, name) {
  const [text, wasm] = await Promise.all([loader.load(`${name}-cell`), loader.load(`${name}-wasm`)]);
  return { text: new TextDecoder().decode(text), wasm };
}

/**
 * Loads what the start needs, each file held to its listed hash.
 * @param {readonly ListedFile[]} list
 * @returns {Promise<Omit<Assets, "module">>}
 */
export async function loadAssets(list) {
  /** @param {string} role */
  const bytes = (role) => {
    const file = list.find((one) => one.role === role);
    if (!file) throw problem("start.file-refused", `the build lists no file of role ${role}`, "a complete build", "Build again.");
    return fetchListed(file, PAGE);
  };
  /** @param {string} role */
  const text = async (role) => new TextDecoder().decode(await bytes(role));
  const [bootstrap, engineText, engineWasm] = await Promise.all([loadBootstrap(), text("engine-cell"), bytes("engine-wasm")]);
  return { bootstrap, engine: { text: engineText, wasm: engineWasm } };
}

/** The bootstrap, held to the hash that the page's own policy names: one hash decides both loading and running. */
async function loadBootstrap() {
  const [hash] = policyHashes();
  if (!hash) throw problem("start.file-refused", "the page's policy names no bootstrap", "a policy with the bootstrap's hash", "Build again.");
  const address = "worker/bootstrap.js";
  const response = await fetch(new URL(address, PAGE), { integrity: hash, credentials: "omit", redirect: "error" }).catch(() => null);
  if (!response?.ok) {
    throw problem("start.file-refused", `${address} could not be loaded, or is not the text that the page's policy names`, "the built file", "Reload the page; if it stays so, the host serves other files than were built.", { file: address });
  }
  return { text: await response.text(), hash };
}
