// Brings the part of the worker's program that not every session needs (crates/split): the runtimes of languages and
// databases. It is fetched when the worker first rests; code that is called before that waits for it.

let first;
let module;

/** Keeps the exports of the module that is there. One that was not divided has no `later`. */
export function prepareLater(exports) {
  first = exports;
}

const address = () => {
  const hash = BigInt.asUintN(64, first.later.value).toString(16).padStart(16, "0");
  return new URL(`later-${hash}.wasm`, self.location.href);
};

/** Fetches and compiles the second module, so that nobody waits for it. What fails here is tried again when needed. */
export async function fetchLater() {
  if (module || !first?.later || navigator.connection?.saveData) return;
  try {
    module = await WebAssembly.compileStreaming(fetch(address()));
  } catch {
    module = undefined;
  }
}

/** Sets the second module's functions into the table of the first, before the one that was called goes on. */
export function loadLater() {
  if (!module) {
    const request = new XMLHttpRequest();
    request.open("GET", address(), false);
    request.responseType = "arraybuffer";
    request.send();
    if (request.status !== 200) throw new Error(`${address()} answered ${request.status}`);
    module = new WebAssembly.Module(request.response);
  }
  new WebAssembly.Instance(module, { first });
}
