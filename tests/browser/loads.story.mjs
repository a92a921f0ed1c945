// The site loads from a sub-path under a strict Content-Security-Policy, and both of its modules run.

import { story } from "./harness.mjs";

story("the site loads", async (page) => {
  await page.sees(page.role("heading", "Drydock"));
  await page.reads(page.role("status"), "the engine is ready");
  await page.isAccessible();
  await page.fitsItsWidth();
  await page.shot("loaded");
});
