// Brings the parts of the worker's program that are not needed at once (crates/split): what no first lesson runs when it
// opens, and the runtimes of languages and databases. They are fetched when the worker first rests; code of theirs that
// is called before that waits for them.

/** The exports of the module that is there. One that was not divided has neither `rest` nor `later`. */
export let first;

const modules = {};

export function prepareLater(exports) {
  first = exports;
}

const address = (part) => {
  const hash = BigInt.asUintN(64, first[part].value).toString(16).padStart(16, "0");
  return new URL(`${part}-${hash}.wasm`, self.location.href);
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

/** Sets a part's functions into the table of the first module, before the one that was called goes on. */
export function bring(part) {
  if (!modules[part]) {
    const request = new XMLHttpRequest();
    request.open("GET", address(part), false);
    request.responseType = "arraybuffer";
    request.send();
    if (request.status !== 200) throw new Error(`${address(part)} answered ${request.status}`);
    modules[part] = new WebAssembly.Module(request.response);
  }
  new WebAssembly.Instance(modules[part], { first });
}
