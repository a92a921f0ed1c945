// The site loads from a sub-path under a strict Content-Security-Policy.

import assert from "node:assert/strict";
import { DESKTOP, PHONE, story } from "./harness.mjs";
import { prints, run, show } from "./person.mjs";

story("the site loads", async (page) => {
  await page.sees(page.role("heading", "Drydock"));
  await page.sees(page.text("You have a small web application"));
  await page.isAccessible();
  await page.fitsItsWidth();
  await page.shot("loaded");
});

// A part of a program that is called before it was fetched is asked for by an XMLHttpRequest, for which everything waits:
// when a first lesson does that, the lists are out of date (`cargo xtask profile`).
story(
  "nobody waits for what a first lesson does not need",
  async (page) => {
    const waited = [];
    page.context.on("request", (request) => {
      if (request.resourceType() === "xhr") waited.push(request.url());
    });
    // What is fetched beforehand never comes, so that nobody is lucky.
    await page.context.route(/\/(rest|later)-[0-9a-f]+\.wasm$/, (route) =>
      route.request().resourceType() === "xhr" ? route.continue() : undefined,
    );
    const opens = async () => {
      await show(page, "Editor");
      await page.sees(page.tab.locator(".cm-content"));
      await show(page, "Terminal");
      await prints(page, /\$\s*$/);
    };
    await page.reload();
    await opens();
    // What was done is brought back.
    await run(page, "ls", /requirements\.txt/);
    await page.reload();
    await opens();
    assert.deepEqual(waited, []);
    await page.context.unrouteAll({ behavior: "ignoreErrors" });
  },
  {
    views: [
      { theme: "light", size: DESKTOP },
      { theme: "dark", size: PHONE },
    ],
  },
);
