// What Lighthouse says of the page: `cargo xtask bench page` serves dist/ and runs this with the folder of the npm
// package `lighthouse`, which is no part of the product. Its own settings for a phone and for a desktop computer; a line of
// tab-separated fields for each category, as bench.mjs writes them. Nothing here fails: it measures.

import { createServer as createSite } from "node:http";
import { createServer } from "node:net";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { chromium } from "playwright-core";

const site = process.env.DRYDOCK_SITE ?? "http://localhost:8080/";
const executablePath = process.env.DRYDOCK_CHROMIUM ?? "/usr/bin/chromium";
const modules = process.env.DRYDOCK_LIGHTHOUSE ?? "node_modules";
const GOAL = 95;

const entry = path.join(modules, "lighthouse", "core", "index.js");
const { default: lighthouse, desktopConfig } = await import(pathToFileURL(entry).href);

/** A port that nobody listens on: Lighthouse wants to be told the number. */
const free = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** The site as a host of static files sends it, compressed: Lighthouse counts the bytes of the wire. */
const answers = new Map();
const hosted = createSite(async (request, response) => {
  const address = new URL(request.url.replace(/^[/]+/, ""), site).href;
  if (!answers.has(address)) {
    const answer = await fetch(address);
    const body = brotliCompressSync(Buffer.from(await answer.arrayBuffer()));
    const kept = ["content-type", "content-security-policy", "x-content-type-options"];
    const headers = kept.filter((name) => answer.headers.has(name)).map((name) => [name, answer.headers.get(name)]);
    answers.set(address, { status: answer.status, headers: { ...Object.fromEntries(headers), "content-encoding": "br" }, body });
  }
  const { status, headers, body } = answers.get(address);
  response.writeHead(status, headers).end(body);
});
await new Promise((resolve) => hosted.listen(0, "127.0.0.1", resolve));
const address = `http://localhost:${hosted.address().port}/`;
// Compressing is slow and is no part of what a host does when it is asked.
for (const [, name] of (await (await fetch(address)).text()).matchAll(/(?:href|src)="[.]?[/]?([\w./-]+[.]\w+)/g)) {
  await fetch(new URL(name, address));
}

for (const [name, config] of [["a phone", undefined], ["a desktop computer", desktopConfig]]) {
  const port = await free();
  const browser = await chromium.launch({
    executablePath,
    args: ["--headless", "--no-sandbox", "--disable-gpu", `--remote-debugging-port=${port}`],
  });
  const { lhr } = await lighthouse(address, { port, logLevel: "error" }, config);
  await browser.close();
  for (const category of Object.values(lhr.categories)) {
    const score = Math.round((category.score ?? 0) * 100);
    const verdict = score >= GOAL ? "met" : "missed";
    console.log(`Page\tLighthouse as ${name}: ${category.title}\t${score}\tof 100\t≥ ${GOAL}\t${verdict}`);
    if (!process.env.DRYDOCK_WHY) continue;
    const audits = category.auditRefs.map(({ id, weight }) => ({ weight, ...lhr.audits[id] }));
    for (const audit of audits.filter(({ score, weight }) => weight > 0 && score !== null && score < 0.995)) {
      console.error(`  ${audit.id}: ${audit.score} ${audit.displayValue ?? ""}`);
    }
  }
}
hosted.close();
hosted.closeAllConnections();
