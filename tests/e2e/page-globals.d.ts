import "puppeteer-core";

declare global {
  /** What tests put on the page's window. */
  interface Window {
    /** The parts of the client that `partsPage` makes visible. */
    parts: typeof import("../../www/shared/boot.js") &
      typeof import("../../www/shared/seal.js") &
      typeof import("../../www/shared/airlock.js") &
      typeof import("../../www/shared/loader.js") &
      typeof import("../../www/client.js") &
      typeof import("../../www/pkg/files.js");
    engine: import("../../www/client.js").Engine;
    [name: string]: any;
  }
}

declare module "puppeteer-core" {
  interface Page {
    /** What `launch` answered for the browser of this page. */
    driven: import("./harness.js").Driven;
    /** What the page wrote to the console, and its uncaught errors. */
    messages: string[];
  }
}
