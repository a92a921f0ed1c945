// Which functions of the page and of its worker a first lesson runs until a learner has typed something, and which it does
// not: by these lists their modules are divided (crates/split). `cargo xtask profile` builds a site whose modules count
// their functions, serves it and runs this, which writes first.txt and rest.txt below js/lists for each of the two.

import { readFileSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";

const site = process.env.DRYDOCK_SITE ?? "http://localhost:8080/";
const executablePath = process.env.DRYDOCK_CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--headless", "--no-sandbox", "--disable-gpu"] });
const ran = { page: new Set(), worker: new Set() };

/** Adds what has run in a page that is done. */
async function count(page) {
  // The same script that the program itself imports, so that its exports are those of the module that runs.
  const within = async (scope, program, file) => {
    const [, script] = readFileSync(file, "utf8").match(/from ["']\.\/(snippets\/[^"']*\/later\.js)["']/);
    const numbers = await scope.evaluate(async (script) => {
      const { first } = await import(script);
      const names = Object.keys(first).filter((name) => name.startsWith("ran ") && first[name].value === 1);
      return names.map((name) => Number(name.slice("ran ".length)));
    }, new URL(script, site).href);
    for (const number of numbers) ran[program].add(number);
  };
  const scripts = await page.evaluate(() => [...document.scripts].map((script) => script.src));
  const boot = scripts.map((src) => new URL(src)).find((src) => src.searchParams.has("js"));
  await within(page, "page", `dist/${boot.searchParams.get("js").split("/").at(-1)}`);
  await within(page.workers()[0], "worker", "dist/worker.js");
}

/** A page whose processor is so many times slower: what comes first, and what is drawn in between, depends on that. */
async function slowed(rate, options) {
  const page = await browser.newPage(options);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate });
  return page;
}

for (const rate of [1, 4]) {
  const desktop = await slowed(rate, { viewport: { width: 1440, height: 900 } });
  await desktop.goto(site);
  await desktop.locator(".cm-content").waitFor();
  await desktop.locator(".xterm-rows", { hasText: "$" }).waitFor();

  // A keystroke is understood, and so is a line that the parser refuses.
  await desktop.locator(".cm-content").click();
  await desktop.keyboard.press("ControlOrMeta+End");
  await desktop.keyboard.press("Enter");
  await desktop.keyboard.type("RUNN echo");
  await desktop.locator(".cm-lintRange-error").first().waitFor();

  // A line that the next build would run is shown among its layers, and gone again when it is taken back.
  for (let n = 0; n < "RUNN echo".length; n += 1) await desktop.keyboard.press("Backspace");
  const steps = desktop.locator(".pane-pictures", { hasText: "RUN echo" });
  await desktop.keyboard.type("RUN echo $HOME | wc -l");
  await steps.waitFor();
  while ((await desktop.locator(".cm-content").textContent()).includes("RUN echo")) await desktop.keyboard.press("ControlOrMeta+z");
  await steps.waitFor({ state: "detached" });

  // The window gets another shape, and the mouse goes over what explains itself.
  await desktop.setViewportSize({ width: 1200, height: 2000 });
  await desktop.locator(".cm-line", { hasText: "WORKDIR" }).hover({ position: { x: 12, y: 8 } });
  await desktop.locator(".cm-tooltip").waitFor();
  await desktop.setViewportSize({ width: 1440, height: 900 });

  // Commands that change nothing, one after the other.
  await desktop.locator(".xterm-screen").click();
  for (const [line, answer] of [
    ["ls", "Dockerfile"],
    ["cat app.py", "import"],
    ["docker images", "IMAGE"],
    ["docker ps", "CONTAINER ID"],
  ]) {
    await desktop.keyboard.type(line);
    await desktop.keyboard.press("Enter");
    await desktop.locator(".xterm-rows", { hasText: answer }).waitFor();
  }
  // What was done is stored, and brought back.
  await desktop.waitForTimeout(2_000);
  await count(desktop);
  await desktop.reload();
  await desktop.locator(".cm-content").waitFor();
  await desktop.locator(".xterm-rows", { hasText: "CONTAINER ID" }).waitFor();
  await desktop.waitForTimeout(2_000);
  await count(desktop);
  await desktop.close();
}

// Somebody types as soon as there is an editor.
for (const rate of [1, 2, 4]) {
  const hurried = await slowed(rate, { viewport: { width: 1350, height: 940 } });
  await hurried.goto(site);
  await hurried.locator(".cm-content").click();
  await hurried.keyboard.press("ControlOrMeta+End");
  await hurried.keyboard.press("Enter");
  await hurried.keyboard.type("RUN echo $HOME | wc -l");
  await hurried.locator(".xterm-rows", { hasText: "$" }).waitFor();
  await hurried.locator(".pane-pictures", { hasText: "RUN echo" }).waitFor();
  await hurried.waitForTimeout(2_000);
  await count(hurried);
  await hurried.close();
}

// A phone, dark and in Chinese, where the panes are tabs.
for (const rate of [1, 4]) {
  const phone = await slowed(rate, { viewport: { width: 390, height: 844 }, locale: "zh-CN", colorScheme: "dark" });
  await phone.goto(site);
  for (const again of [false, true]) {
    if (again) await phone.reload();
    for (const [tab, there] of [
      ["编辑器", ".cm-content"],
      ["终端", ".xterm-rows"],
    ]) {
      await phone.locator(".pane-tab", { hasText: tab }).click();
      await phone.locator(there).waitFor();
    }
    await phone.locator(".xterm-rows", { hasText: "$" }).waitFor();
    await count(phone);
  }
  await phone.close();
}
await browser.close();

/** How rest.txt names a function (crates/split, `plan::hash`). */
const hash = (text) => {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return BigInt.asUintN(32, hash).toString(16).padStart(8, "0");
};

for (const [program, hot] of Object.entries(ran)) {
  // The sizes of the functions of each name: those that have run, and those that have not.
  const named = new Map();
  const counted = readFileSync(`dist/${program}.txt`, "utf8").trimEnd().split("\n");
  for (const [line, entry] of counted.entries()) {
    const [name, size] = entry.split("\t");
    if (!named.has(name)) named.set(name, { ran: new Set(), rests: new Set() });
    named.get(name)[hot.has(line) ? "ran" : "rests"].add(Number(size));
  }
  const first = [];
  const rest = new Set();
  for (const [name, { ran, rests }] of named) {
    if (ran.size === 0) rest.add(hash(name));
    else {
      first.push([name, ...[...ran].sort((a, b) => a - b)].join("\t"));
      for (const size of rests) if (!ran.has(size)) rest.add(hash(`${name}\t${size}`));
    }
  }
  writeFileSync(`js/lists/${program}/first.txt`, `${first.sort().join("\n")}\n`);
  writeFileSync(`js/lists/${program}/rest.txt`, `${[...rest].sort().join("\n")}\n`);
  console.log(`${program}: ${hot.size} of ${counted.length} functions run`);
}
