// Printed, a lesson is its text and a sheet is its lines: no panes, nothing cut off, links that say where they lead.

import assert from "node:assert/strict";
import { ONE_VIEW, story } from "./harness.mjs";
import { prints } from "./person.mjs";

/** A page of A4 at 96 dots an inch, without its margins. */
const PAPER = { width: 680, height: 980 };

/** What is wrong with `text` on paper, a line each. */
const wrong = (page, text) =>
  page.tab.evaluate((text) => {
    const found = [];
    const root = document.querySelector(text);
    const seen = (element) => element.checkVisibility() && element.getBoundingClientRect().height > 0;
    if (!root || !seen(root)) return [`${text} is not seen`];
    for (const kind of [".topbar", ".pane-tabs", ".pane-editor", ".pane-terminal", ".pane-pictures", ".pane-head", ".console-buttons", ".notices"]) {
      for (const element of document.querySelectorAll(kind)) if (seen(element)) found.push(`${kind} is seen`);
    }
    for (const element of root.querySelectorAll("*")) {
      if (!seen(element) || element.closest("svg, .visually-hidden")) continue;
      const style = getComputedStyle(element);
      const cut = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
      if (style.overflow !== "visible" && cut) found.push(`cut off: ${element.outerHTML.slice(0, 100)}`);
      const { left, right } = element.getBoundingClientRect();
      if (left < -1 || right > innerWidth + 1) found.push(`beside the paper: ${element.outerHTML.slice(0, 100)}`);
    }
    // What holds the text does not hold it back: it flows from page to page.
    for (let around = root; around; around = around.parentElement) {
      const style = getComputedStyle(around);
      if (!/visible|clip/.test(style.overflow) && around !== document.documentElement) found.push(`held back by ${around.className}`);
    }
    const ink = getComputedStyle(root).color.match(/[\d.]+/g).slice(0, 3).map(Number);
    if (Math.max(...ink) > 120) found.push(`the ink is ${ink}`);
    return found;
  }, text);

const onPaper = async (page, body) => {
  const size = page.tab.viewportSize();
  await page.tab.emulateMedia({ media: "print" });
  await page.tab.setViewportSize(PAPER);
  await body();
  await page.tab.emulateMedia({ media: null });
  await page.tab.setViewportSize(size);
};

const pages = async (page) => {
  const pdf = (await page.tab.pdf({ format: "A4", margin: { top: "15mm", bottom: "15mm", left: "15mm", right: "15mm" } })).toString("latin1");
  return pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
};

story(
  "a lesson is printed as its text",
  async (page) => {
    await page.tab.goto(`${page.tab.url().split("#")[0]}#03-images/02-layers-and-history`);
    await prints(page, /\$\s*$/);
    await onPaper(page, async () => {
      assert.deepEqual(await wrong(page, ".lesson-text article"), []);
      const words = await page.tab.locator(".lesson-text article").innerText();
      assert.match(words, /docker history/);
      const links = await page.tab.locator(".lesson-text article a[href]").evaluateAll((links) =>
        links.map((link) => getComputedStyle(link, "::after").content.includes(link.getAttribute("href"))),
      );
      assert.ok(links.every(Boolean), "every link says where it leads");
      await page.shot("paper");
    });
    assert.ok((await pages(page)) >= 2, "the whole lesson is on paper, not the first screen of it");
  },
  { views: [...ONE_VIEW, { theme: "contrast", size: ONE_VIEW[0].size }] },
);

story(
  "the cheat sheet is printed whole",
  async (page) => {
    await prints(page, /\$\s*$/);
    await page.tab.goto(`${page.tab.url().split("#")[0]}#cheat-sheet`);
    await page.sees(page.tab.locator("dialog.sheet article table"));
    const lines = await page.tab.locator("dialog.sheet article tr").count();
    await onPaper(page, async () => {
      assert.deepEqual(await wrong(page, "dialog.sheet article"), []);
      assert.equal(await page.tab.locator(".lesson-text").isVisible(), false);
      await page.shot("paper");
    });
    assert.ok((await pages(page)) >= lines / 60, "all lines are on paper");
  },
  { views: ONE_VIEW },
);
