import "puppeteer-core";

declare global {
  /** What tests put on the page's window. */
  interface Window {
    [name: string]: any;
  }
}

declare module "puppeteer-core" {
  interface Page {
    /** What `launch` answered for the browser of this page. */
    driven: any;
    /** What the page wrote to the console, and its uncaught errors. */
    messages: string[];
  }
}
