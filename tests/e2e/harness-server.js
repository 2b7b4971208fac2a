// Two small servers on the loopback: one serves a folder as a static host does, with no special header; the other
// is the sink: it takes every connection, answers anything with success, and keeps what arrived.
import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import path from "node:path";

/** @type {Record<string, string>} */
const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm",
  ".json": "application/json", ".csv": "text/csv", ".svg": "image/svg+xml",
};

/**
 * Serves `root`; `extra` maps paths to texts that are served beside it (a test's own page).
 * `hits` holds every request as `METHOD path`.
 * @param {string} root
 * @param {{ extra?: Record<string, string | Buffer> }} [options]
 */
export async function serve(root, { extra = {} } = {}) {
  /** @type {string[]} */
  const hits = [];
  const server = http.createServer((request, response) => {
    hits.push(`${request.method} ${request.url}`);
    const address = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    const name = address.endsWith("/") ? `${address}index.html` : address;
    const headers = { "Content-Type": TYPES[path.extname(name)] ?? "application/octet-stream" };
    const file = path.join(root, path.normalize(name));
    const content = extra[name] ?? (file.startsWith(root) && fs.existsSync(file) ? fs.readFileSync(file) : null);
    if (content === null) response.writeHead(404).end();
    else response.writeHead(200, headers).end(content);
  });
  const origin = `http://127.0.0.1:${await listen(server)}`;
  return { origin, hits, close: () => { server.closeAllConnections(); server.close(); } };
}

/** Listens on a free port of the loopback; answers the port. @param {net.Server} server @returns {Promise<number>} */
function listen(server) {
  return new Promise((ready) => {
    server.listen(0, "127.0.0.1", () => ready(/** @type {net.AddressInfo} */ (server.address()).port));
  });
}

/** Hosts that Chromium itself calls for its own updates and clock, whatever page is open. */
const BROWSERS_OWN = /(^|[^a-z0-9-])([a-z0-9-]+\.)*(google\.com|googleapis\.com|gstatic\.com|gvt1\.com)/;

/** Whether Chromium itself calls this address. @param {string} address */
export const isBrowsersOwn = (address) => BROWSERS_OWN.test(new URL(address).host);

/**
 * Starts the sink. `text()` is all that arrived, `paths()` the requested paths; `foreign()` are the connections that
 * are not the browser's own calls home, one text each, empty for a connection that carried nothing.
 */
export async function startSink() {
  /** @type {{ text: string }[]} */
  const received = [];
  const server = net.createServer((socket) => {
    const connection = { text: "" };
    received.push(connection);
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      const text = bytes.toString("latin1");
      connection.text += text;
      const head = "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Allow-Headers: *\r\nCross-Origin-Resource-Policy: cross-origin\r\nConnection: close\r\n";
      const body = text.includes(".js") ? "/* reached */" : "reached";
      socket.end(`${head}Content-Type: ${text.includes(".js") ? "text/javascript" : "text/plain"}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    });
  });
  const port = await listen(server);
  return {
    port,
    text: () => received.map((one) => one.text).join(""),
    paths: () => received.flatMap((one) => one.text.match(/^[A-Z]+ (\S+) HTTP/m)?.[1] ?? []),
    foreign: () => received.map((one) => one.text).filter((text) => !BROWSERS_OWN.test(text)),
    close: () => server.close(),
  };
}
