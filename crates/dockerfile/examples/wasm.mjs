// Times examples/wasm.rs in node: `node wasm.mjs MODULE.wasm FOLDER`, where FOLDER holds Dockerfiles.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const [, , module, folder] = process.argv;
const { instance } = await WebAssembly.instantiate(readFileSync(module), {});
const { place, parse, open, keystroke, memory } = instance.exports;

const seed = readdirSync(folder, { recursive: true })
  .filter((name) => name.includes("Dockerfile"))
  .sort()
  .map((name) => readFileSync(join(folder, name), "utf8"))
  .filter((text) => !/^#\s*(syntax|escape|check)\s*=|<</im.test(text))
  .map((text) => (text.endsWith("\n") ? text : text + "\n"))
  .join("");

function put(bytes) {
  const at = place(bytes.length);
  new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
  return bytes.length;
}

function least(runs, work) {
  work();
  let best = Infinity;
  for (let i = 0; i < runs; i++) {
    const start = process.hrtime.bigint();
    work();
    best = Math.min(best, Number(process.hrtime.bigint() - start) / 1e6);
  }
  return best;
}

console.log("in WebAssembly (node)");
for (const [name, size] of [["1 kB", 1e3], ["10 kB", 1e4], ["100 kB", 1e5], ["1 MB", 1e6], ["10 MB", 1e7]]) {
  const text = Buffer.from(seed.repeat(Math.ceil(size / seed.length)).slice(0, size) + "\n");
  const length = put(text);
  const time = least(Math.max(3, Math.min(500, 2e7 / size)), () => parse(length));
  console.log(`  ${name.padStart(6)}  tree and diagnostics ${(length / 1e3 / time).toFixed(1).padStart(7)} MB/s`);
}

const lines = seed.split("\n").slice(0, -1);
const thousand = Array.from({ length: 1000 }, (_, i) => lines[i % lines.length]);
const text = Buffer.from(thousand.join("\n") + "\n");
open(put(text));
for (const [name, line] of [["first line", 0], ["middle", 500], ["last line", 999]]) {
  const at = Buffer.byteLength(thousand.slice(0, line + 1).join("\n"));
  const time = least(500, () => keystroke(at)) / 2;
  console.log(`  one keystroke in a thousand lines, ${name}: ${(time * 1000).toFixed(1)} µs (goal 1000)`);
}
