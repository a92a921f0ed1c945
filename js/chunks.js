// Where the site's own files are, and its lazy chunks, which js/build.mjs makes. This file is a snippet of the
// page's WebAssembly module, three folders below the site's root, wherever that is.

const root = new URL("../../../", import.meta.url);

export function siteFile(name) {
  return new URL(name, root).href;
}

export function loadEditor() {
  return import(siteFile("chunks/editor.js"));
}

export function loadTerminal() {
  return import(siteFile("chunks/terminal.js"));
}
