// Exercises that stand on somebody's own page: a link to work in one of them opens there, and leaves the others alone.

import assert from "node:assert/strict";
import { ONE_VIEW, story } from "./harness.mjs";

/** A page with two exercises of the same lesson, beside the site's files. */
async function handbook(page) {
  const site = page.tab.url();
  const index = await (await page.tab.request.get(site)).text();
  const exercise = (name) =>
    `<div data-drydock data-lesson="01-first/01-python-app" data-name="hand book/${name}" style="height: 44rem"></div>`;
  const body = index
    .replace(/<main[\s\S]*<\/main>/, `<main>${exercise("one")}${exercise("two")}</main>`)
    .replace(/<script src="first-paint.js"><\/script>/, "");
  const address = new URL("handbook.html", site).href;
  await page.tab.route(/handbook\.html/, (route) => route.fulfill({ body, contentType: "text/html" }));
  return address;
}

story(
  "a link to work in an exercise opens in that exercise",
  async (page) => {
    const address = await handbook(page);
    await page.tab.goto(`${address}#a-section`);
    const mounts = page.tab.locator(".drydock-mount");
    const [one, two] = [mounts.nth(0), mounts.nth(1)];
    // A terminal that is not in sight draws nothing.
    const prompts = async (mount, pattern) => {
      await mount.locator(".pane-terminal").scrollIntoViewIfNeeded();
      await page.reads(mount.locator(".xterm-rows"), pattern, 60_000);
    };
    await prompts(one, /\$\s*$/);
    await prompts(two, /\$\s*$/);
    await two.getByRole("textbox", { name: "Terminal 1" }).focus();
    await page.tab.keyboard.type("echo sh''ared\r", { delay: 4 });
    await prompts(two, /\nshared/);
    await two.getByRole("button", { name: "Your work" }).click();
    await two.getByRole("button", { name: "Share" }).click();
    const link = await page.role("textbox", /^Link/).inputValue();
    assert.ok(link.startsWith(`${address}#share=`) && link.endsWith("&in=hand%20book/two"), link);

    await page.tab.goto("about:blank");
    await page.tab.goto(link);
    await page.sees(two.getByRole("heading", { name: "Work that somebody shared" }));
    await prompts(one, /\$\s*$/);
    assert.equal(await one.getByRole("heading", { name: "Work that somebody shared" }).count(), 0);
    await two.scrollIntoViewIfNeeded();
    await page.shot("note");
    await two.getByRole("button", { name: "Open it in a sandbox" }).click();
    await prompts(two, /\nshared/);
    await page.shot("opened");
  },
  { views: ONE_VIEW },
);
