// The high contrast theme, and colours that a person's own system forces upon the page: every view without violations of
// axe, text with a contrast of at least 7 in our own theme, focus that is seen, and shapes where there was only a colour.

import assert from "node:assert/strict";
import { CONTRAST_VIEWS, ONE_VIEW, story } from "./harness.mjs";
import { prints, show } from "./person.mjs";
import { everyView } from "./views.mjs";

story(
  "every view has high contrast",
  async (page) => {
    // 7:1, WCAG's AAA. Forced colours are the person's own: there axe asks for what it asks everywhere.
    const rules = page.view.forced ? {} : { "color-contrast-enhanced": { enabled: true } };
    await everyView(page, async (name) => {
      await page.shot(name);
      await page.isAccessible({ rules });
      await page.fitsItsWidth();
    });
  },
  { views: CONTRAST_VIEWS, timeout: 300_000 },
);

story(
  "a system that asks for more contrast gets it, until the person chooses otherwise",
  async (page) => {
    const theme = () => page.tab.locator(".drydock[data-theme]").first().getAttribute("data-theme");
    await prints(page, /\$\s*$/);
    assert.equal(await theme(), "system");
    await page.tab.emulateMedia({ contrast: "more" });
    await page.tab.locator(".drydock[data-theme=contrast]").waitFor();
    const release = await page.holdsProgram();
    await page.tab.reload({ waitUntil: "commit" });
    await page.tab.locator(".first-paint[data-theme=contrast]").waitFor();
    release();
    await prints(page, /\$\s*$/);
    assert.equal(await theme(), "contrast");
    await page.shot("asked for");
    await page.role("button", "Settings", { exact: true }).click();
    await page.role("combobox", "Theme").selectOption({ label: "Light" });
    await page.tab.locator(".drydock[data-theme=light]").waitFor();
  },
  { views: ONE_VIEW },
);

story(
  "focus is seen wherever it goes",
  async (page) => {
    await show(page, "Terminal");
    await prints(page, /\$\s*$/);
    await show(page, "Lesson");
    await page.tab.locator(".topbar button").first().focus();
    for (let n = 0; n < 24; n += 1) {
      await page.tab.keyboard.press("Tab");
      const seen = await page.tab.evaluate(() => {
        const at = document.activeElement;
        // The editor and the terminal draw a frame and a cursor of their own.
        if (!at || at === document.body || at.closest(".cm-editor, .xterm, iframe")) return { name: "", width: 3, style: "solid" };
        const style = getComputedStyle(at);
        const bar = at.matches(".splitter") ? getComputedStyle(at, "::after").opacity : "";
        return { name: at.outerHTML.slice(0, 120), width: parseFloat(style.outlineWidth), style: style.outlineStyle, bar };
      });
      assert.ok(seen.width >= 3 && seen.style !== "none", `no focus is seen on ${seen.name}`);
    }
  },
  { views: CONTRAST_VIEWS },
);
