// Starts the page's WebAssembly module. Trunk puts the hashed names of the module's two files in this
// script's address, so that no inline script is needed and the Content-Security-Policy can forbid them.
//
// The lesson's text is drawn first: what follows would share the wire with what it needs. A page that is not looked at
// draws nothing, so nobody waits there.
if (document.visibilityState === "visible") {
  await new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, 500);
  });
}
const names = new URL(import.meta.url).searchParams;
const program = new URL(names.get("wasm"), import.meta.url);
const asked = fetch(program);
const { default: init } = await import(new URL(names.get("js"), import.meta.url));
await init({ module_or_path: asked });
