// Nothing jumps: the text that is there before the program keeps its place when the page takes over, as browsers measure it.

import assert from "node:assert/strict";
import { EVERY_VIEW, story } from "./harness.mjs";

/** What is good by https://web.dev/articles/cls. */
const GOOD = 0.1;

/** Shifts that no act of a person's caused, with what moved. */
const shifts = (page) =>
  page.tab.evaluate(() => window.shifts.map(({ value, what }) => `${value.toFixed(4)} ${what}`));

story(
  "the page takes over in its place",
  async (page) => {
    await page.tab.addInitScript(() => {
      window.shifts = [];
      new PerformanceObserver((list) => {
        for (const { value, hadRecentInput, sources } of list.getEntries()) {
          const what = sources.map(({ node, previousRect, currentRect }) => {
            const of = node?.nodeType === 1 ? node : node?.parentElement;
            return `${of?.tagName}.${of?.className} ${[previousRect, currentRect].map(({ x, y, width, height }) => [x, y, width, height].map(Math.round)).join(" -> ")}`;
          });
          if (!hadRecentInput) window.shifts.push({ value, what: what.join("; ") });
        }
      }).observe({ type: "layout-shift", buffered: true });
    });
    const [site] = page.tab.url().split("#");
    for (const id of ["01-first/01-python-app", "03-images/02-layers-and-history", "07-volumes/02-named-volumes"]) {
      await page.tab.goto("about:blank");
      await page.tab.goto(`${site}#${id}`);
      await page.sees(page.role("button", "Settings"));
      // The sandbox is there, and with it the goals below the text.
      await page.tab.locator(".checks, .exercise-checks li").first().waitFor({ state: "attached" });
      await page.tab.locator(".topbar .clock").waitFor({ state: "attached" });
      const found = await shifts(page);
      const sum = found.reduce((sum, line) => sum + Number.parseFloat(line), 0);
      assert.ok(sum < GOOD, `${id} shifts by ${sum}:\n${found.join("\n")}`);
    }
  },
  { views: EVERY_VIEW },
);
