// Where the site's own files are, and its lazy chunks, which js/build.mjs makes. This file is a snippet of the
// page's WebAssembly module, three folders below the site's root, wherever that is.

const root = new URL("../../../", import.meta.url);

export function siteFile(name) {
  return new URL(name, root).href;
}

/** Holds a lock until the document goes; false when another document of this site holds it. */
export async function holdLock(name) {
  if (!navigator.locks) return true;
  const once = () =>
    new Promise((resolve) => {
      navigator.locks.request(name, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock ? new Promise(() => {}) : undefined;
      });
    });
  if (await once()) return true;
  // A page that was just left may still be going.
  await new Promise((resolve) => setTimeout(resolve, 400));
  return once();
}

export function loadEditor() {
  return import(siteFile("chunks/editor.js"));
}

export function loadTerminal() {
  return import(siteFile("chunks/terminal.js"));
}
