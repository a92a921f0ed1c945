// What a person does on the page, in the words of the stories.

/** On a phone the panes are tabs. */
export async function show(page, pane) {
  if (page.isPhone) await page.tab.getByRole("navigation").getByRole("button", { name: pane }).click();
}

export async function picture(page, name) {
  await show(page, "Pictures");
  await page.role("tab", name).click();
}

const rows = (page) => page.tab.locator(".xterm-rows");

/** Waits for what a terminal shows. A line longer than the window goes on in the next row: rows are read as one text. */
export const prints = (page, pattern) => page.reads(rows(page), pattern, 30_000, (text) => text.replaceAll("\n", ""));

/** Types a command as a person does and waits for what it prints. */
export async function run(page, command, printed) {
  await show(page, "Terminal");
  await page.role("textbox", "Terminal 1").focus();
  await page.tab.keyboard.type(command, { delay: 4 });
  await page.tab.keyboard.press("Enter");
  await prints(page, printed);
}
