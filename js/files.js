// Files from outside the page: chosen in the browser's dialog, or dropped on the page, folders included. Each comes as
// [path, bytes]; paths are relative to what was chosen or dropped.

const MOST_FILES = 2000;
const MOST_BYTES = 20 * 1024 * 1024;
// What tools leave, and nobody means.
const CLUTTER = /(^|\/)(\.git|node_modules|__pycache__|\.DS_Store)(\/|$)/;

/** Reads files; fails with "too large" before it reads too much. */
async function read(found) {
  const wanted = found.filter(([path]) => !CLUTTER.test(path));
  const total = wanted.reduce((sum, [, file]) => sum + file.size, 0);
  if (wanted.length > MOST_FILES || total > MOST_BYTES) throw new Error("too large");
  return Promise.all(wanted.map(async ([path, file]) => [path, new Uint8Array(await file.arrayBuffer())]));
}

/** Asks for files, or for a folder. Nothing chosen is an empty list. */
export function chooseFiles(folder) {
  return new Promise((resolve, reject) => {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    input.webkitdirectory = folder;
    input.addEventListener("cancel", () => resolve([]));
    input.addEventListener("change", () => {
      read([...input.files].map((file) => [file.webkitRelativePath || file.name, file])).then(resolve, reject);
    });
    input.click();
  });
}

async function walk(entry, found) {
  if (found.length > MOST_FILES || CLUTTER.test(entry.name)) return;
  const path = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) {
    found.push([path, await new Promise((resolve, reject) => entry.file(resolve, reject))]);
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    for (const one of some) await walk(one, found);
  }
}

/** What was dropped. Its list is gone when the event is over, so it is taken before anything is waited for. */
export function droppedFiles(event) {
  const items = [...(event.dataTransfer?.items ?? [])].filter((item) => item.kind === "file");
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile());
  return (async () => {
    const found = [];
    for (const entry of entries) {
      if (entry instanceof File) found.push([entry.name, entry]);
      else if (entry) await walk(entry, found);
    }
    return read(found);
  })();
}

/** Whether something that is dragged is a file. */
export function dragsFiles(event) {
  return event.dataTransfer?.types?.includes("Files") ?? false;
}

/** Gives a file to the person. */
export function saveFile(name, type, bytes) {
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
