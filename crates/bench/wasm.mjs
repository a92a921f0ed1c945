// Runs the measurements in node: `node wasm.mjs MODULE.wasm PART…` with the numbers of the parts.
// Each has a module of its own, because memory that a module has grown by is never given back.
import { readFileSync } from "node:fs";

const [, , file, ...parts] = process.argv;
const module = await WebAssembly.compile(readFileSync(file));
const text = new TextDecoder();

// A Node.js that cannot tell the time of one thread tells the whole process's. That counts what V8 compiles on
// its other threads, too, so that what runs there for the first time looks slower than whoever waits for it finds it.
function now() {
  const used = process.threadCpuUsage ? process.threadCpuUsage() : process.cpuUsage();
  return (used.user + used.system) / 1000;
}

for (const part of parts) {
  let memory;
  const say = (at, bytes) => console.log(text.decode(new Uint8Array(memory.buffer, at, bytes)));
  const instance = await WebAssembly.instantiate(module, { host: { now, say } });
  memory = instance.exports.memory;
  try {
    instance.exports.run(Number(part));
  } catch (error) {
    console.error(`part ${part}: ${error}`);
    process.exitCode = 1;
  }
}
