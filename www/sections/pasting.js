/** A table copied from a spreadsheet becomes a file, as if it had been dropped. */

let pasted = 0;

/**
 * @param {(files: File[]) => void} take
 * @param {() => boolean} ready
 */
export function connectPasting(take, ready) {
  document.addEventListener("paste", (event) => {
    const { target, clipboardData } = event;
    const typing = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable);
    if (typing || !clipboardData || !ready()) return;
    const files = [...clipboardData.files];
    const text = clipboardData.getData("text/plain");
    // A spreadsheet offers a picture of the cells as well: the text is meant.
    const rows = text.includes("\n") || text.includes("\r");
    if (!rows && files.length === 0) return;
    event.preventDefault();
    if (!rows) return take(files);
    pasted += 1;
    const type = text.includes("\t") ? "tsv" : "csv";
    take([new File([text], `pasted ${pasted}.${type}`, { type: "text/plain" })]);
  });
}
