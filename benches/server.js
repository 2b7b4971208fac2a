// A static server without special headers that remembers what was asked for.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
  ".json": "application/json",
  ".csv": "text/csv; charset=utf-8",
  ".svg": "image/svg+xml",
};

/**
 * Serves `root` on a free port of this machine.
 * @param {string} root
 * @returns {Promise<{ url: string, loaded: Map<string, { bytes: number, gzip: number }>, close: () => void }>}
 *   `loaded` holds every file that was sent, with its size plain and after gzip
 */
export async function serve(root) {
  const loaded = new Map();
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    const file = path.endsWith("/") ? `${path}index.html` : path;
    try {
      const body = await readFile(join(root, file));
      if (!loaded.has(file)) loaded.set(file, { bytes: body.length, gzip: gzipSync(body, { level: 9 }).length });
      response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream", "Content-Length": body.length });
      response.end(body);
    } catch {
      response.writeHead(404, { "Content-Type": "text/plain" }).end("no such file\n");
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  return { url: `http://127.0.0.1:${address.port}/`, loaded, close: () => server.close() };
}
