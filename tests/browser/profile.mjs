// Which of the worker's functions a first lesson runs until a learner has typed something, js/first.txt, and which it does
// not, js/rest.txt: by them the worker's module is divided (crates/split). `cargo xtask profile` builds a site whose worker counts its functions,
// serves it and runs this.

import { readFileSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";

const site = process.env.DRYDOCK_SITE ?? "http://localhost:8080/";
const executablePath = process.env.DRYDOCK_CHROMIUM ?? "/usr/bin/chromium";
const counted = readFileSync("dist/counted.txt", "utf8").trimEnd().split("\n");

const browser = await chromium.launch({ executablePath, args: ["--headless", "--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.goto(site);
await page.locator(".cm-content").waitFor();
await page.locator(".xterm-rows", { hasText: "$" }).waitFor();

// A keystroke is understood, and so is a line that the parser refuses.
await page.locator(".cm-content").click();
await page.keyboard.press("ControlOrMeta+End");
await page.keyboard.press("Enter");
await page.keyboard.type("RUNN echo");
await page.locator(".cm-lintRange-error").first().waitFor();

// Commands that change nothing, one after the other.
await page.locator(".xterm-screen").click();
for (const [line, answer] of [
  ["ls", "Dockerfile"],
  ["cat app.py", "import"],
  ["docker images", "IMAGE"],
  ["docker ps", "CONTAINER ID"],
]) {
  await page.keyboard.type(line);
  await page.keyboard.press("Enter");
  await page.locator(".xterm-rows", { hasText: answer }).waitFor();
}

// The same script that the worker itself imports, so that its exports are those of the module that runs.
const [, script] = readFileSync("dist/worker.js", "utf8").match(/from ["']\.\/(snippets\/[^"']*\/later\.js)["']/);
const ran = await page.workers()[0].evaluate(async (script) => {
  const { first } = await import(new URL(script, self.location.href).href);
  const names = Object.keys(first).filter((name) => name.startsWith("ran ") && first[name].value === 1);
  return names.map((name) => Number(name.slice("ran ".length)));
}, script);
await browser.close();

/** How rest.txt names a function (crates/split, `plan::hash`). */
const hash = (text) => {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return BigInt.asUintN(32, hash).toString(16).padStart(8, "0");
};

// The sizes of the functions of each name: those that have run, and those that have not.
const named = new Map();
const hot = new Set(ran);
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
writeFileSync("js/first.txt", `${first.sort().join("\n")}\n`);
writeFileSync("js/rest.txt", `${[...rest].sort().join("\n")}\n`);
console.log(`${ran.length} of ${counted.length} functions run`);
