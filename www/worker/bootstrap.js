// The frame starts every worker of the cell, those that its first worker asks for too: Firefox can deadlock a worker that
// ends a nested one and starts another.
addEventListener("message", function begin(event) {
  if (event.source !== parent) return;
  removeEventListener("message", begin);
  addEventListener("message", function (asked) {
    if (asked.source === parent && asked.data === "alive?") parent.postMessage({ alive: true }, "*");
  });
  var tell = function (/** @type {unknown} */ why) { parent.postMessage({ dead: String(why || "the worker failed") }, "*"); };
  /** @type {Record<number, { worker: Worker, url: string }>} */
  var further = {};
  /** @type {(text: string, lost: (why: unknown) => void) => { worker: Worker, url: string }} */
  var open = function (text, lost) {
    var url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    var worker = new Worker(url);
    worker.onerror = function (error) { error.preventDefault(); lost(error.message); };
    worker.onmessageerror = function () { lost("a message could not be read"); };
    return { worker: worker, url: url };
  };
  try {
    var first = open(event.data.text, tell).worker;
    first.onmessage = function (asked) {
      var id = asked.data.id;
      if (asked.data.end) {
        if (!further[id]) return;
        further[id].worker.terminate();
        URL.revokeObjectURL(further[id].url);
        delete further[id];
        return;
      }
      try {
        further[id] = open(asked.data.text, function (why) { first.postMessage({ lost: id, why: String(why || "its worker failed") }); });
        further[id].worker.postMessage({ start: asked.data.start, port: asked.ports[0] }, [asked.ports[0]]);
      } catch (error) {
        first.postMessage({ lost: id, why: String(error) });
      }
    };
    first.postMessage({ start: event.data.start, port: event.ports[0] }, [event.data.start.wasm, event.ports[0]]);
  } catch (error) {
    tell(error);
  }
});
