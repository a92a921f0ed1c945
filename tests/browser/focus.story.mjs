// The focus is where one expects it: when the program takes over from the first paint, when a pane gets all the room, when
// a button has nothing to do any more; and nobody is caught in the terminal.

import assert from "node:assert/strict";
import { DESKTOP, ONE_VIEW, story } from "./harness.mjs";
import { answer, open, prints, quiz, run } from "./person.mjs";

const focused = (page, selector) => page.sees(page.tab.locator(`${selector}:focus`));

story(
  "the text that somebody reads keeps the focus when the program takes over",
  async (page) => {
    const release = await page.holdsProgram();
    await page.tab.reload({ waitUntil: "commit" });
    await page.tab.locator(".first-paint .lesson-text").focus();
    release();
    await focused(page, ".drydock-mount .lesson-text");
    assert.equal(await page.tab.locator(".first-paint").count(), 0);
  },
  { views: ONE_VIEW },
);

story(
  "the first Tab skips to the terminal, and F6 leads out of it",
  async (page) => {
    await prints(page, /\$\s*$/);
    await page.tab.keyboard.press("Tab");
    const skip = page.role("button", "Skip to the terminal");
    await focused(page, ".skip-link");
    await page.isAccessible();
    await page.shot("skip");
    await page.tab.keyboard.press("Enter");
    const terminal = page.role("textbox", "Terminal 1");
    await focused(page, ".terminal-slot textarea");
    // Seen, and told to whoever does not see.
    await page.sees(page.text("Tab completes, F6 leaves"));
    const described = await terminal.getAttribute("aria-describedby");
    assert.equal(await page.tab.locator(`#${described}`).innerText(), "Tab completes, F6 leaves");
    await page.isAccessible();
    await page.shot("keys");
    await page.tab.keyboard.type("echo he\tllo");
    await focused(page, ".terminal-slot textarea");
    await page.tab.keyboard.press("F6");
    await focused(page, ".pane-pictures [role=tab]");
    await page.text("Tab completes, F6 leaves").waitFor({ state: "hidden" });
    await page.tab.keyboard.press("Shift+F6");
    await focused(page, ".terminal-slot textarea");
    await page.tab.keyboard.press("Shift+F6");
    await focused(page, ".cm-content");
    await page.tab.keyboard.press("Shift+F6");
    await focused(page, ".lesson-text");
    await page.tab.keyboard.press("Shift+F6");
    await focused(page, ".pane-pictures [role=tab]");
    assert.equal(await skip.count(), 1);
  },
  { views: [{ theme: "light", size: DESKTOP }, { theme: "dark", size: DESKTOP }] },
);

story(
  "a terminal tells in Chinese how it is left",
  async (page) => {
    await prints(page, /\$\s*$/);
    await page.role("textbox", "终端 1").focus();
    await page.sees(page.text("Tab 补全，F6 离开"));
  },
  { views: [{ theme: "light", size: DESKTOP, language: "zh" }] },
);

story(
  "a pane that gets all the room gets the focus",
  async (page) => {
    await run(page, "echo re''ady", /ready/);
    await page.tab.keyboard.press("ControlOrMeta+k");
    await page.role("combobox", /Search lessons/).fill("Maximise Lesson");
    await page.tab.keyboard.press("Enter");
    await page.tab.locator(".pane-terminal").waitFor({ state: "hidden" });
    await focused(page, ".lesson-text");
  },
  { views: ONE_VIEW },
);

story(
  "the button that answered keeps the focus",
  async (page) => {
    await open(page, "Why containers", "A container is a process with a view of its own");
    const id = await page.tab.locator("[data-quiz]").first().getAttribute("data-quiz");
    const button = quiz(page, id).getByRole("button", { name: "Answer" });
    assert.equal(await button.getAttribute("aria-disabled"), "true");
    page.keyboardOnly = true;
    const choice = await quiz(page, id).getByRole("radio").nth(1).evaluate((radio) => radio.labels[0].innerText);
    await answer(page, id, choice, /^(Right\.|Not this one\.)$/);
    assert.equal(await button.getAttribute("aria-disabled"), "true");
    assert.ok(await button.evaluate((button) => button === document.activeElement));
    await page.isAccessible();
  },
  { views: ONE_VIEW },
);
