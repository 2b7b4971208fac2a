/**
 * The policy of the page once everything is loaded: nothing is fetched any more, not even from the page's own
 * origin. Policies only add up, so this one cannot be undone by removing its element.
 * It keeps what later cells need: the bootstrap's hash, WebAssembly and Blob workers.
 * @param {string} hash of the bootstrap, as in `sha256-…`
 */
export function airlockPolicy(hash) {
  return [
    "default-src 'none'",
    `script-src '${hash}' 'wasm-unsafe-eval'`,
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
 * @param {string} hash
 */
export function closeAirlock(hash) {
  const meta = document.createElement("meta");
  meta.httpEquiv = "Content-Security-Policy";
  meta.content = airlockPolicy(hash);
  document.head.append(meta);
}

/**
 * The bootstrap's hash as the page's own policy names it: the only hash there.
 * @returns {string | null}
 */
export function policyHash() {
  const policy = document.head.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute("content") ?? "";
  return policy.match(/'(sha256-[A-Za-z0-9+/]{43}=)'/)?.[1] ?? null;
}
