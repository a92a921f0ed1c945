// Brings the parts of a program that are not needed at once (crates/split): what no first lesson runs when it opens and,
// of the worker, the runtimes of languages and databases. They are fetched when the program first rests; code of theirs
// that is called before that waits for them. This file is a snippet of the page's module and of the worker's, three
// folders below the site's root, wherever that is.

const root = new URL("../../../", import.meta.url);

/** The exports of the module that is there. One that was not divided has neither `rest` nor `later`. */
export let first;

const modules = {};

export function prepareLater(exports) {
  first = exports;
}

const address = (part) => {
  const hash = BigInt.asUintN(64, first[part].value).toString(16).padStart(16, "0");
  return new URL(`${part}-${hash}.wasm`, root);
};

/** Fetches and compiles them, so that nobody waits for them. What fails here is tried again when needed. */
export async function fetchLater() {
  if (navigator.connection?.saveData) return;
  for (const part of ["rest", "later"]) {
    if (modules[part] || !first?.[part]) continue;
    try {
      modules[part] = await WebAssembly.compileStreaming(fetch(address(part)));
    } catch {
      return;
    }
  }
}

/** A file's bytes, before anything else happens. */
function fetched(address) {
  const request = new XMLHttpRequest();
  request.open("GET", address, false);
  // A page may not ask for bytes in this way, but for a text whose letters are they.
  const isWorker = typeof document === "undefined";
  if (isWorker) request.responseType = "arraybuffer";
  else request.overrideMimeType("text/plain; charset=x-user-defined");
  request.send();
  if (request.status !== 200) throw new Error(`${address} answered ${request.status}`);
  return isWorker ? request.response : Uint8Array.from(request.responseText, (letter) => letter.charCodeAt(0) & 0xff);
}

/** Sets a part's functions into the table of the first module, before the one that was called goes on. */
export function bring(part) {
  modules[part] ??= new WebAssembly.Module(fetched(address(part)));
  new WebAssembly.Instance(modules[part], { first });
}
