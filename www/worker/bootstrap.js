addEventListener("message", function begin(event) {
  if (event.source !== parent) return;
  removeEventListener("message", begin);
  addEventListener("message", function (asked) {
    if (asked.source === parent && asked.data === "alive?") parent.postMessage({ alive: true }, "*");
  });
  var tell = function (/** @type {unknown} */ why) { parent.postMessage({ dead: String(why || "the worker failed") }, "*"); };
  try {
    var text = new Blob([event.data.text], { type: "text/javascript" });
    var worker = new Worker(URL.createObjectURL(text));
    worker.onerror = function (error) { tell(error.message); };
    worker.onmessageerror = function () { tell("a message could not be read"); };
    worker.postMessage({ start: event.data.start, port: event.ports[0] }, [event.data.start.wasm, event.ports[0]]);
  } catch (error) {
    tell(error);
  }
});
