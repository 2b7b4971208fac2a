/**
 * The policy of the page once everything is loaded: nothing is fetched any more, not even from the page's own
 * origin. Policies only add up, so this one cannot be undone by removing its element.
 * It keeps what later cells and parts of the page need: their hashes, WebAssembly and Blob workers.
 * @param {readonly string[]} hashes of what may still run, as in `sha256-…`
 */
export function airlockPolicy(hashes) {
  return [
    "default-src 'none'",
    `script-src ${hashes.map((hash) => `'${hash}'`).join(" ")} 'wasm-unsafe-eval'`,
    "worker-src blob:",
    "connect-src 'none'",
    "style-src 'none'",
    "img-src blob: data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/**
 * Closes the airlock. A policy in `<body>` would be ignored, so it goes into `<head>`.
 * @param {readonly string[]} hashes
 */
export function closeAirlock(hashes) {
  const meta = document.createElement("meta");
  meta.httpEquiv = "Content-Security-Policy";
  meta.content = airlockPolicy(hashes);
  document.head.append(meta);
}

/**
 * The hashes that the page's own policy names: the bootstrap's first, then those of the page's parts.
 * @returns {string[]}
 */
export function policyHashes() {
  const policy = document.head.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute("content") ?? "";
  return [...policy.matchAll(/'(sha256-[A-Za-z0-9+/]{43}=)'/g)].map(([, hash]) => hash ?? "");
}
