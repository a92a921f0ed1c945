// How quick the page is, as one table: `cargo xtask bench page` serves dist/ and runs this. Chromium with its processor
// slowed four times; bytes are what brotli makes of the files that were asked for. Nothing here fails: it measures.

import { brotliCompressSync } from "node:zlib";
import { chromium } from "playwright-core";

const site = process.env.DRYDOCK_SITE ?? "http://localhost:8080/";
const executablePath = process.env.DRYDOCK_CHROMIUM ?? "/usr/bin/chromium";
const SLOWER = 4;
const KEYSTROKES = 60;

const browser = await chromium.launch({ executablePath, args: ["--headless", "--no-sandbox", "--disable-gpu"] });
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB" });
const page = await context.newPage();
const devtools = await context.newCDPSession(page);
await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });

let bytes = 0;
const bodies = [];
page.on("response", (response) => {
  bodies.push(
    response
      .body()
      .then((body) => {
        bytes += brotliCompressSync(body).length;
      })
      .catch(() => {}),
  );
});
await page.addInitScript(() => {
  globalThis.measured = { longest: 0, tasks: 0 };
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) {
      globalThis.measured.longest = Math.max(globalThis.measured.longest, task.duration);
      globalThis.measured.tasks += 1;
    }
  }).observe({ type: "longtask", buffered: true });
});

const begun = performance.now();
const since = () => Math.round(performance.now() - begun);
await page.goto(site, { waitUntil: "commit" });
await page.locator("article .lesson-title, article p").first().waitFor({ state: "visible" });
const readable = since();
await Promise.all(bodies);
const readableBytes = bytes;

await page.locator(".cm-content").waitFor({ state: "visible" });
await page.locator(".xterm-rows", { hasText: "$" }).waitFor({ state: "visible" });
const interactive = since();
await page.waitForLoadState("networkidle");
await Promise.all(bodies);
const interactiveBytes = bytes;
const loading = await page.evaluate(() => ({ ...globalThis.measured }));

// A key is done when its text, colours and diagnostics are in the document and laid out: what is left is the screen's
// next frame, for which a measurement would only wait.
await page.locator(".cm-content").click();
await page.keyboard.press("ControlOrMeta+End");
await page.keyboard.press("Enter");
const keys = await page.evaluate(async (count) => {
  globalThis.measured.longest = 0;
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
const typing = await page.evaluate(() => globalThis.measured.longest);

const terminal = page.getByRole("textbox", { name: "Terminal 1" });
await terminal.focus();
await page.keyboard.type("docker version");
const asked = performance.now();
await page.keyboard.press("Enter");
await page.locator(".xterm-rows", { hasText: "API version" }).waitFor();
const output = Math.round(performance.now() - asked);

const at = (share) => keys[Math.min(keys.length - 1, Math.floor(keys.length * share))];
const ms = (value) => `${value.toFixed(value < 100 ? 1 : 0)} ms`;
const kB = (value) => `${(value / 1000).toFixed(1)} kB`;
const rows = [
  ["first lesson readable", ms(readable), kB(readableBytes)],
  ["editor and terminal there", ms(interactive), kB(interactiveBytes)],
  ["longest task while loading", ms(loading.longest), `${loading.tasks} over 50 ms`],
  ["keystroke to laid out diagnostics, p50", ms(at(0.5)), ""],
  ["keystroke to laid out diagnostics, p95", ms(at(0.95)), ""],
  ["longest task while typing", ms(typing), ""],
  ["command to first output", ms(output), ""],
];
for (const [what, time, size] of rows) console.log(`${what.padEnd(40)}${time.padStart(12)}${size.padStart(16)}`);
await browser.close();
