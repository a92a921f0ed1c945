// The editor, the files, the search: what a person does beside the terminal, by mouse and by keyboard.

import assert from "node:assert/strict";
import { EVERY_VIEW, ONE_VIEW, story } from "./harness.mjs";
import { prints, run, show } from "./person.mjs";

const content = (page) => page.tab.locator(".cm-content");

/** Makes a file through the form and puts the cursor into it. */
async function create(page, name) {
  await page.role("button", "New file").click();
  await page.role("textbox", "File name").fill(name);
  await page.role("button", "Create").click();
  await content(page).click();
}

story("a mistake in a Dockerfile is mended with one click", async (page) => {
  await show(page, "Editor");
  await page.sees(content(page));
  await page.reads(page.tab.locator(".problems"), "No problems");
  await content(page).click();
  await page.tab.keyboard.press("ControlOrMeta+End");
  await page.tab.keyboard.type("\nCOPI x y");
  await page.reads(page.tab.locator(".problems"), /unknown instruction/i);
  await page.isAccessible();
  await page.shot("mistake");
  await page.role("button", "Fix: Change to COPY").click();
  await page.reads(content(page), "COPY x y");
  await page.reads(page.tab.locator(".problems"), "No problems");
  await page.tab.locator(".advice summary").click();
  await page.isAccessible();
  await page.shot("advice");
});

story("a Dockerfile's names are completed, explained, gone to and renamed", async (page) => {
  await show(page, "Editor");
  await page.sees(content(page));
  await create(page, "Dockerfile.web");
  await page.tab.keyboard.type("FROM redis:", { delay: 20 });
  await page.sees(page.tab.locator(".cm-tooltip-autocomplete li", { hasText: "redis:7" }));
  await page.shot("completion");
  await page.tab.keyboard.press("Escape");
  await page.tab.keyboard.type("7 AS base\nENV PORT=80\nFROM base\nRUN echo $PORT");
  await page.reads(page.tab.locator(".editor-help"), "RUN");
  await page.tab.locator(".cm-line .tok-macroName", { hasText: "PORT" }).last().hover();
  await page.reads(page.tab.locator(".editor-hover"), "PORT = 80");
  await page.shot("hover");
  await page.tab.keyboard.press("ArrowUp");
  await page.tab.keyboard.press("End");
  await page.tab.keyboard.press("F2");
  await page.role("textbox", "New name").fill("stage");
  await page.tab.keyboard.press("Enter");
  await page.reads(content(page), "AS stage");
  await page.reads(content(page), "FROM stage");
}, { views: EVERY_VIEW.slice(0, 2) });

story("a Compose file is understood as it is written", async (page) => {
  await show(page, "Editor");
  await page.sees(content(page));
  await create(page, "compose.yaml");
  await page.tab.keyboard.type("services:\n  web:\n    imag: nginx", { delay: 5 });
  await page.tab.keyboard.press("Escape");
  await page.reads(page.tab.locator(".problems"), "additional properties 'imag' not allowed");
  await page.isAccessible();
  await page.shot("mistake");
  await page.role("button", "Fix: Change to image").click();
  await page.reads(page.tab.locator(".problems"), "No problems");
  await content(page).click();
  await page.tab.keyboard.press("ControlOrMeta+End");
  await page.tab.keyboard.type("\nres", { delay: 20 });
  await page.sees(page.tab.locator(".cm-tooltip-autocomplete li", { hasText: "restart" }));
  await page.shot("completion");
});

story("files are made in folders, renamed, deleted and brought back, by keyboard", async (page) => {
  await show(page, "Editor");
  await page.sees(content(page));
  await create(page, "src/util.py");
  await page.tab.keyboard.type("x = 1");
  const toggle = page.role("button", /^All files/);
  if ((await toggle.getAttribute("aria-expanded")) !== "true") await toggle.click();
  const row = (name) => page.role("treeitem", name, { exact: true });
  await page.sees(row("src"));
  await row("util.py").focus();
  await page.isAccessible();
  await page.fitsItsWidth();
  await page.shot("tree");
  await page.tab.keyboard.press("F2");
  await page.role("textbox", "File name").fill("src/helper.py");
  await page.tab.keyboard.press("Enter");
  await page.sees(row("helper.py"));
  await row("helper.py").focus();
  await page.tab.keyboard.press("ArrowLeft");
  await page.tab.keyboard.press("ArrowLeft");
  assert.equal(await row("src").getAttribute("aria-expanded"), "false");
  await page.tab.keyboard.press("Delete");
  await page.sees(page.text("src is deleted."));
  assert.equal(await row("src").count(), 0);
  await page.role("button", "Undo").click();
  await page.sees(row("helper.py"));
  if (page.isPhone) await toggle.click();
  await run(page, "cat src/helper.py", /x = 1/);
});

story("everything is found by Ctrl-K", async (page) => {
  await page.sees(page.role("button", "Settings"));
  await page.role("button", /Search and commands/).click();
  const field = page.role("combobox", /Search lessons/);
  await field.fill("volume");
  await page.sees(page.tab.locator(".palette li", { hasText: "lesson" }));
  await page.isAccessible();
  await page.fitsItsWidth();
  await page.shot("palette");
  await field.fill("glossary");
  await page.tab.keyboard.press("Enter");
  await page.sees(page.role("heading", "Glossary"));
  await page.sees(page.text("A volume that nobody has named", { exact: false }));
  await page.role("searchbox").fill("registry");
  await page.isAccessible();
  await page.fitsItsWidth();
  await page.shot("glossary");
  await page.role("dialog").getByRole("button", { name: "Close" }).click();
  await page.role("button", "All lessons").click();
  await page.role("button", "The course").click();
  await page.sees(page.role("heading", "Images", { exact: true }));
  await page.isAccessible();
  await page.fitsItsWidth();
  await page.shot("course");
});

story("the terminal says in plain words what a command did", async (page) => {
  await show(page, "Terminal");
  await prints(page, /\$\s*$/);
  await run(page, "docker volume create data", /data\s*\S*\$\s*$/);
  await page.tab.locator(".happened summary").click();
  await page.reads(page.tab.locator(".happened"), "Volume data was made.");
  await page.isAccessible();
  await page.shot("what happened");
});

story("a lesson is read before the program is there, in its place", async (page) => {
  // The text is there without the program.
  const go = await page.holdsProgram();
  await page.tab.reload({ waitUntil: "commit" });
  const title = page.tab.locator(".lesson-title");
  await page.sees(title);
  await page.isAccessible();
  await page.fitsItsWidth();
  await page.shot("text alone");
  const before = await title.boundingBox();
  go();
  await page.sees(page.role("button", "Settings"));
  const after = await title.boundingBox();
  assert.deepEqual([before.x, before.y, before.width].map(Math.round), [after.x, after.y, after.width].map(Math.round));
  assert.equal(await page.tab.locator(".first-paint").count(), 0);
});

story("an address shows its lesson's text at once", async (page) => {
  const go = await page.holdsProgram();
  await page.tab.goto(`${page.tab.url().split("#")[0]}#07-volumes/02-named-volumes`);
  await page.tab.reload({ waitUntil: "commit" });
  await page.sees(page.tab.locator(".first-paint .lesson-title", { hasText: "Named volumes" }));
  go();
  await page.sees(page.role("button", "Settings"));
  await page.sees(page.role("heading", "Named volumes"));
}, { views: ONE_VIEW });
