// Where the site's own files are, and its lazy chunks, which js/build.mjs makes. This file is a snippet of the
// page's WebAssembly module, three folders below the site's root, wherever that is.

const root = new URL("../../../", import.meta.url);

export function siteFile(name) {
  return new URL(name, root).href;
}

/** Goes on in a task of its own, so that the browser can draw and hear keys before that. */
export function turn() {
  return new Promise((resolve) => setTimeout(resolve));
}

async function load(name) {
  const chunk = await import(siteFile(`chunks/${name}.js`));
  // That its code ran is enough for one task.
  await turn();
  return chunk;
}

export function loadEditor() {
  return load("editor");
}

export function loadTerminal() {
  return load("terminal");
}
