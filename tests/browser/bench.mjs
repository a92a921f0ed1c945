// How quick the page is: `cargo xtask bench page` serves dist/ and runs this. Chromium with its processor slowed four
// times; bytes are what brotli makes of the files that were asked for. A line of tab-separated fields for each figure,
// as crates/bench writes them: part, what, figure, unit, goal, verdict. Nothing here fails: it measures.

import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { chromium } from "playwright-core";

const site = process.env.DRYDOCK_SITE ?? "http://localhost:8080/";
const executablePath = process.env.DRYDOCK_CHROMIUM ?? "/usr/bin/chromium";
const SLOWER = 4;
const KEYSTROKES = 60;
const COMMANDS = 100;

const browser = await chromium.launch({ executablePath, args: ["--headless", "--no-sandbox", "--disable-gpu"] });
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB" });
const page = await context.newPage();
const devtools = await context.newCDPSession(page);
await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });

/** What has been asked for; it is compressed when the times are taken. */
const bodies = [];
page.on("response", (response) => bodies.push(response.body().catch(() => Buffer.alloc(0))));
const compressed = async (bodies) => {
  const sizes = (await Promise.all(bodies)).map((body) => brotliCompressSync(body).length);
  return sizes.reduce((sum, size) => sum + size, 0);
};
await page.addInitScript(() => {
  globalThis.measured = { longest: 0, tasks: 0 };
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) {
      globalThis.measured.longest = Math.max(globalThis.measured.longest, task.duration);
      globalThis.measured.tasks += 1;
    }
  }).observe({ type: "longtask", buffered: true });
});

// A key is done when its text, colours and diagnostics are in the document and laid out, and the browser has come to what
// it was asked after the key.
const typed = (page) =>
  page.evaluate(async (count) => {
    if (globalThis.measured) globalThis.measured.longest = 0;
    const content = document.querySelector(".cm-content");
    const took = [];
    for (let n = 0; n < count; n += 1) {
      const start = performance.now();
      content.focus();
      document.execCommand("insertText", false, "RUN echo $HOME | wc -l "[n % 23]);
      await new Promise((done) => {
        const channel = new MessageChannel();
        channel.port1.onmessage = done;
        channel.port2.postMessage(0);
      });
      content.getBoundingClientRect();
      took.push(performance.now() - start);
    }
    return took.sort((a, b) => a - b);
  }, KEYSTROKES);

const begun = performance.now();
const since = () => Math.round(performance.now() - begun);
await page.goto(site, { waitUntil: "commit" });
await page.locator("article .lesson-title, article p").first().waitFor({ state: "visible" });
const readable = since();
const untilReadable = bodies.slice();

await page.locator(".cm-content").waitFor({ state: "visible" });
await page.locator(".xterm-rows", { hasText: "$" }).waitFor({ state: "visible" });
const interactive = since();
const untilInteractive = bodies.slice();
await page.waitForLoadState("networkidle");
const loading = await page.evaluate(() => ({ ...globalThis.measured }));

await page.locator(".cm-content").click();
await page.keyboard.press("ControlOrMeta+End");
await page.keyboard.press("Enter");
const keys = await typed(page);
const typing = await page.evaluate(() => globalThis.measured.longest);

// The same keys in an editor that does nothing else, on a page of its own: what no editor made of it can be quicker than.
const bundle = await build({
  stdin: {
    contents: `import { EditorView } from "@codemirror/view"; new EditorView({ doc: "FROM scratch\\n", parent: document.body });`,
    resolveDir: "js",
  },
  bundle: true,
  format: "iife",
  write: false,
});
const bare = await context.newPage();
await (await context.newCDPSession(bare)).send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
await bare.goto("about:blank");
await bare.addScriptTag({ content: bundle.outputFiles[0].text });
await bare.locator(".cm-content").click();
await bare.keyboard.press("ControlOrMeta+End");
const bareKeys = await typed(bare);
await bare.close();

const terminal = page.getByRole("textbox", { name: "Terminal 1" });
await terminal.focus();
await page.keyboard.type("docker version");
const asked = performance.now();
await page.keyboard.press("Enter");
await page.locator(".xterm-rows", { hasText: "API version" }).waitFor();
const output = Math.round(performance.now() - asked);

// The proportional share of the page's processes in the machine's memory, programs and all.
const system = await browser.newBrowserCDPSession();
const memory = async () => {
  const { processInfo } = await system.send("SystemInfo.getProcessInfo");
  const shares = processInfo
    .filter(({ type }) => type === "renderer")
    .map(({ id }) => Number(readFileSync(`/proc/${id}/smaps_rollup`, "utf8").match(/^Pss: +(\d+) kB/m)[1]));
  return shares.reduce((sum, share) => sum + share, 0) / 1000;
};

const rows = page.locator(".xterm-rows");
const memoryBefore = await memory();
for (let n = 1; n <= COMMANDS; n += 1) {
  const line = ["ls -l", "docker images", "docker ps -a", "cat Dockerfile", "docker volume ls"][n % 5];
  await page.keyboard.type(`${line}; echo "done ${n}"`);
  await page.keyboard.press("Enter");
  await rows.filter({ hasText: new RegExp(`^.*done ${n}(?!\\d|")`) }).waitFor();
}
const memoryAfter = await memory();

// Frames while a program's output runs through the terminal.
await page.keyboard.type("seq 1 30000; echo at its end");
await page.evaluate(() => {
  globalThis.measured.longest = 0;
  globalThis.measured.frames = [];
  const frame = (now) => {
    globalThis.measured.frames.push(now);
    globalThis.measured.request = requestAnimationFrame(frame);
  };
  globalThis.measured.request = requestAnimationFrame(frame);
});
await page.keyboard.press("Enter");
await rows.filter({ hasText: /30000\s*at its end/ }).waitFor();
const streaming = await page.evaluate(() => {
  cancelAnimationFrame(globalThis.measured.request);
  const { frames, longest } = globalThis.measured;
  return { rate: ((frames.length - 1) * 1000) / (frames.at(-1) - frames[0]), longest };
});

const readableBytes = await compressed(untilReadable);
const interactiveBytes = await compressed(untilInteractive);
const at = (share, of = keys) => of[Math.min(of.length - 1, Math.floor(of.length * share))];
const write = (what, figure, unit, goal = "", met = true) => {
  const digits = Math.abs(figure) >= 100 ? 0 : Math.abs(figure) >= 10 ? 1 : 2;
  console.log(["Page", what, figure.toFixed(digits), unit, goal, goal && (met ? "met" : "missed")].join("\t"));
};
const below = (what, figure, unit, goal) => write(what, figure, unit, `< ${goal}`, figure < goal);
write("first lesson readable", readable, "ms");
write("bytes until then", readableBytes / 1000, "kB");
write("editor and terminal there", interactive, "ms");
below("bytes until then, of the editor and the terminal", interactiveBytes / 1000, "kB", 450);
below("longest task while loading", loading.longest, "ms", 50);
write("tasks of more than 50 ms while loading", loading.tasks, "");
write("keystroke to diagnostics laid out, the median", at(0.5), "ms");
below("keystroke to diagnostics laid out, 95 of 100", at(0.95), "ms", 16);
write("the same in a CodeMirror that does nothing else, the median", at(0.5, bareKeys), "ms");
write("the same in a CodeMirror that does nothing else, 95 of 100", at(0.95, bareKeys), "ms");
write("a keystroke's median to that editor's", at(0.5) / at(0.5, bareKeys), "times");
below("longest task while typing", typing, "ms", 50);
write("command to its first output", output, "ms");
write("frames while output streams", streaming.rate, "a second", "> 59", streaming.rate > 59);
below("longest task while output streams", streaming.longest, "ms", 50);
write("memory of the page", memoryBefore, "MB");
write(`memory after ${COMMANDS} commands`, memoryAfter, "MB");
await browser.close();
