// Starts the page's WebAssembly module. Trunk puts the hashed names of the module's two files in this
// script's address, so that no inline script is needed and the Content-Security-Policy can forbid them.
const names = new URL(import.meta.url).searchParams;
const { default: init } = await import(new URL(names.get("js"), import.meta.url));
await init({ module_or_path: new URL(names.get("wasm"), import.meta.url) });
