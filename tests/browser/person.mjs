// What a person does on the page, in the words of the stories. A person with `page.keyboardOnly` does the same without
// mouse and finger: goes to what is wanted with Tab and Shift-Tab, and presses Enter.

import assert from "node:assert/strict";

// What the page's controls are called once a person has chosen Chinese; the stories name them in English.
const IN_CHINESE = {
  Lesson: "课程",
  Editor: "编辑器",
  Terminal: "终端",
  Pictures: "图示",
  "Terminal 1": "终端 1",
  "All lessons": "全部课程",
  Answer: "回答",
  "Not this one.": "不是这一个。",
  "Right.": "正确。",
  "All goals reached.": "全部目标已达成",
  done: "已完成",
};

/** The page's word for what is called `english` in the stories. */
const word = (page, english) => (page.chinese ? IN_CHINESE[english] : english);

/** Chooses 简体中文 in the settings. */
export async function speakChinese(page) {
  await page.role("button", "Settings").click();
  await page.role("combobox", "Language").selectOption({ label: "简体中文" });
  page.chinese = true;
  await page.tab.keyboard.press("Escape");
}

/** Chooses not to wait for what takes its time, in the settings. */
export async function hurry(page) {
  await page.role("button", "Settings").click();
  await page.role("combobox", "Pace of time").selectOption({ label: "No waiting" });
  await page.tab.keyboard.press("Escape");
}

/** On a phone the panes are tabs. */
export async function show(page, pane) {
  if (!page.isPhone) return;
  await page.tab.getByRole("navigation").getByRole("button", { name: word(page, pane), exact: true }).click();
}

export async function picture(page, name) {
  await show(page, "Pictures");
  await page.role("tab", name).click();
}

const rows = (page) => page.tab.locator(".xterm-rows");

/** Waits for what a terminal shows. A line longer than the window goes on in the next row: rows are read as one text. */
export const prints = (page, pattern) => page.reads(rows(page), pattern, 60_000, (text) => text.replaceAll("\n", ""));

/** Types a command as a person does and waits for what it prints. */
export async function run(page, command, printed) {
  await show(page, "Terminal");
  const terminal = page.role("textbox", word(page, "Terminal 1"));
  await (page.keyboardOnly ? reach(page, terminal) : terminal.focus());
  await type(page, command, printed);
}

/** Types into the terminal that has the focus and waits for what is printed. */
export async function type(page, command, printed) {
  await page.tab.keyboard.type(command, { delay: 4 });
  await page.tab.keyboard.press("Enter");
  await prints(page, printed);
}

/** Presses a button. */
export async function press(page, button) {
  if (!page.keyboardOnly) return button.click();
  await reach(page, button);
  await page.tab.keyboard.press("Enter");
}

/** Opens a lesson as one does who looks for it in the list of all lessons. */
export async function open(page, part, title) {
  await press(page, page.role("button", word(page, "All lessons")));
  const parts = page.tab.locator(".course summary");
  await press(page, parts.and(page.text(part, { exact: true })));
  await press(page, page.tab.locator(".course-lesson").filter({ hasText: title }));
  await isOpen(page, title);
}

/** Waits until the lesson is there to be read and its sandbox to be typed into. */
export async function isOpen(page, title) {
  await page.sees(page.role("heading", title, { exact: true }));
  await show(page, "Terminal");
  await prints(page, /\$\s*$/);
  await show(page, "Lesson");
}

export const exercise = (page, id) => page.tab.locator(`[data-exercise=${id}]`);
export const quiz = (page, id) => page.tab.locator(`[data-quiz=${id}]`);

/** Answers a quiz and waits for what the page says to that. */
export async function answer(page, id, choice, said) {
  await show(page, "Lesson");
  const choices = quiz(page, id).getByRole("radio");
  const chosen = choices.and(page.role("radio", choice));
  if (page.keyboardOnly) {
    await reach(page, choices);
    if (await choices.evaluateAll((all) => all.every((one) => !one.checked))) await page.tab.keyboard.press("Space");
    while (!(await chosen.isChecked())) await page.tab.keyboard.press("ArrowDown");
  } else {
    await chosen.check();
  }
  await press(page, quiz(page, id).getByRole("button", { name: word(page, "Answer") }));
  await page.sees(quiz(page, id).getByText(word(page, said)));
}

/** Waits for what an exercise says about what a person has made so far. */
export async function isTold(page, id, diagnosis) {
  await show(page, "Lesson");
  await page.sees(exercise(page, id).getByText(diagnosis));
  await exercise(page, id).scrollIntoViewIfNeeded();
}

/** Waits until the exercises are done. */
export async function hasDone(page, ...ids) {
  await show(page, "Lesson");
  for (const id of ids) await page.sees(page.tab.locator(`[data-exercise=${id}].exercise-done`));
}

/** Waits until all of the lesson is done, here and in the list of all lessons. */
export async function hasFinished(page, title) {
  await show(page, "Lesson");
  await page.sees(page.text(word(page, "All goals reached.")));
  await page.tab.locator(".checks").scrollIntoViewIfNeeded();
  await page.isAccessible();
  await page.shot("finished");
  await press(page, page.role("button", word(page, "All lessons")));
  await page.reads(page.tab.locator(".course-lesson").filter({ hasText: title }), new RegExp(`${word(page, "done")}$`));
  await page.shot("in the list");
  await page.tab.keyboard.press("Escape");
}

/** Opens a file by its tab. */
export async function openFile(page, name) {
  await show(page, "Editor");
  await press(page, page.tab.locator(".files").getByRole("button", { name, exact: true }));
  await page.sees(page.tab.locator(`.cm-content[aria-label$=" ${name}"]`));
}

const content = (page) => page.tab.locator(".cm-content");

/** Selects the line of the open file that reads `text`, from where its words begin. */
export async function select(page, text) {
  await show(page, "Editor");
  const lines = content(page).locator(".cm-line");
  const line = lines.filter({ hasText: text }).first();
  if (page.keyboardOnly) {
    await reach(page, content(page));
    const before = await line.evaluate((line) => [...line.parentElement.querySelectorAll(".cm-line")].indexOf(line));
    await page.tab.keyboard.press("ControlOrMeta+Home");
    for (let n = 0; n < before; n += 1) await page.tab.keyboard.press("ArrowDown");
  } else {
    // The editor may scroll under the mouse; a person sees where the cursor is and clicks again.
    const reached = content(page).locator(".cm-activeLine").filter({ hasText: text });
    for (let n = 0; n === 0 || (n < 5 && (await reached.count()) === 0); n += 1) await line.click();
  }
  await page.tab.keyboard.press("Home");
  await page.tab.keyboard.press("Shift+End");
}

/** Writes `lines` in the place of the line of the open file that reads `old`. */
export async function rewrite(page, old, ...lines) {
  await select(page, old);
  await write(page, lines);
}

/** Types lines at the cursor of the editor. Escape puts a list of completions away, of which Enter would take one. */
export async function write(page, lines) {
  for (const [n, text] of lines.entries()) {
    if (n > 0) await page.tab.keyboard.press("Enter");
    await page.tab.keyboard.type(text, { delay: 4 });
    await page.tab.keyboard.press("Escape");
  }
}

/** Goes to the first of `wanted` with Tab or Shift-Tab, whichever leads there. */
export async function reach(page, wanted) {
  for (let n = 0; n < 500; n += 1) {
    const way = await wanted.first().evaluate((wanted) => {
      const here = document.activeElement;
      const group = wanted.type === "radio" && here.type === "radio" && here.name === wanted.name;
      if (here === wanted || group) return "there";
      // Escape lets Tab leave the editor; the terminal keeps Tab and lets Shift-Tab out.
      const steps = here.closest(".cm-content") ? ["Escape"] : [];
      const before = wanted.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING;
      return [...steps, before || here.closest(".xterm") ? "Shift+Tab" : "Tab"];
    });
    if (way === "there") return;
    for (const key of way) await page.tab.keyboard.press(key);
  }
  assert.fail(`no key leads to ${wanted}`);
}
