// The site loads from a sub-path under a strict Content-Security-Policy.

import { story } from "./harness.mjs";

story("the site loads", async (page) => {
  await page.sees(page.role("heading", "Drydock"));
  await page.sees(page.text("You have a small web application"));
  await page.isAccessible();
  await page.fitsItsWidth();
  await page.shot("loaded");
});
