// Everything that a button does is done from the palette too, and what is named in the terminal is shown where it stands.

import assert from "node:assert/strict";
import { DESKTOP, ONE_VIEW, PHONE, story } from "./harness.mjs";
import { picture, prints, run, show } from "./person.mjs";

const TWO_VIEWS = [
  { theme: "light", size: DESKTOP },
  { theme: "dark", size: PHONE },
];

const prompt = async (page) => {
  await show(page, "Terminal");
  await prints(page, /\$\s*$/);
};

/** Opens the palette, types, and does what is offered under exactly this name. */
async function does(page, name, typed = name) {
  await page.tab.keyboard.press("ControlOrMeta+k");
  const field = page.role("combobox", /Search lessons/);
  await field.fill(typed);
  const offer = page.tab.locator(".palette li", { has: page.tab.locator(".palette-name").getByText(name, { exact: true }) });
  await page.sees(offer);
  // By keyboard, as somebody without a mouse.
  while ((await offer.getAttribute("aria-selected")) !== "true") await page.tab.keyboard.press("ArrowDown");
  const seen = await offer.evaluate((offer) => {
    const { top, bottom } = offer.getBoundingClientRect();
    const list = offer.parentElement.getBoundingClientRect();
    return top >= list.top - 1 && bottom <= list.bottom + 1;
  });
  assert.ok(seen, `${name} is chosen where nobody sees it`);
  await page.tab.keyboard.press("Enter");
  await field.waitFor({ state: "detached" });
}

story(
  "the palette does what the menus do",
  async (page) => {
    await prompt(page);
    await run(page, "touch kept", /touch kept/);
    await does(page, "Share…");
    await page.sees(page.role("heading", "Share your work"));
    await page.role("dialog").getByRole("button", { name: "Close" }).click();
    for (const [name, file] of [["Export to real Docker", "01-python-app.zip"], ["Save everything to a file", "drydock-work.drydock.json"]]) {
      const [saved] = await Promise.all([page.tab.waitForEvent("download"), does(page, name)]);
      assert.equal(saved.suggestedFilename(), file);
    }
    for (const name of ["Open files…", "Open a folder…"]) {
      await Promise.all([page.tab.waitForEvent("filechooser"), does(page, name)]);
    }
    await does(page, "Reset this lesson");
    await page.role("dialog").getByRole("button", { name: "Reset" }).click();
    await page.sees(page.text("The lesson starts over."));
    await page.role("button", "Undo").click();
    await prompt(page);
    await does(page, "Reset everything");
    await page.sees(page.role("dialog"));
    await page.role("dialog").getByRole("button", { name: "Cancel" }).click();
    await does(page, "Undo the last");
    await page.sees(page.text("This is how it was before that command."));
    // It is typed, and not run.
    await prints(page, /touch kept\s*$/);
    await does(page, "Redo");
    await prompt(page);
    await run(page, "ls; echo listed", /kept.*listed/);
  },
  { views: TWO_VIEWS, timeout: 180_000 },
);

story(
  "the palette goes to panes and files, and acts on them",
  async (page) => {
    await prompt(page);
    await does(page, "New file");
    await page.role("textbox", "File name").fill("notes.txt");
    await page.tab.keyboard.press("Enter");
    await page.sees(page.role("button", "notes.txt", { exact: true }));
    await does(page, "Rename notes.txt");
    await page.role("textbox", "File name").fill("words.txt");
    await page.tab.keyboard.press("Enter");
    await page.sees(page.role("button", "words.txt", { exact: true }));
    const [saved] = await Promise.all([page.tab.waitForEvent("download"), does(page, "Download words.txt")]);
    assert.equal(saved.suggestedFilename(), "words.txt");
    await does(page, "Delete words.txt");
    await page.sees(page.text("words.txt is deleted."));
    await page.isAccessible();
    await page.role("button", "Undo").click();
    await page.sees(page.role("button", "words.txt", { exact: true }));
    await does(page, "Close words.txt");
    assert.equal(await page.role("button", "words.txt", { exact: true }).count(), 0);
    await does(page, "Go to Editor");
    await page.sees(page.tab.locator(".cm-content:focus"));
    await does(page, "Go to Pictures");
    await page.sees(page.tab.locator(".pane-pictures [role=tab]:focus"));
    await does(page, "Go to Lesson");
    await page.sees(page.tab.locator(".lesson-text:focus"));
    await does(page, "Go to Terminal");
    await page.sees(page.tab.locator(".terminal-slot textarea:focus"));
    await page.tab.keyboard.type("echo h''ere\r");
    await prints(page, /h''ere\s*here/);
    await does(page, "Copy the terminal as text");
    assert.match(await page.tab.evaluate(() => navigator.clipboard.readText()), /echo h''ere\s*\nhere/);
    await does(page, "Clear the terminal");
    await prints(page, /^\s*\S*\$\s*$/);
    await does(page, "Show Timeline");
    await page.sees(page.role("slider", "Moment"));
    await does(page, "New terminal");
    await page.sees(page.role("textbox", "Terminal 2"));
    await does(page, "Close Terminal 2");
    await page.role("textbox", "Terminal 2").waitFor({ state: "detached" });
    if (!page.isPhone) {
      await does(page, "Maximise Editor");
      await page.tab.locator(".pane-terminal").waitFor({ state: "hidden" });
      await does(page, "Show all panes");
      await page.sees(page.tab.locator(".pane-terminal"));
    }
    await run(page, "sleep 600", /sleep 600/);
    await does(page, "Pace of time: Paused");
    await does(page, "Pace of time: Like real time");
    await does(page, "Skip the wait");
    await run(page, "sleep 700", /sleep 700/);
    await does(page, "Stop sleep 700");
    await run(page, "echo fr''ee", /free/);
  },
  { views: TWO_VIEWS, timeout: 180_000 },
);

/** The middle of a word on the terminal, in the window. */
const whereIs = (page, word) =>
  page.tab.evaluate((word) => {
    for (const row of [...document.querySelectorAll(".terminal-slot:not([hidden]) .xterm-rows > div")].reverse()) {
      const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.data.indexOf(word);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        const { left, right, top, bottom } = range.getBoundingClientRect();
        return { x: (left + right) / 2, y: (top + bottom) / 2 };
      }
    }
    return null;
  }, word);

async function clicks(page, word) {
  const { x, y } = await whereIs(page, word);
  await page.tab.mouse.move(x, y);
  await page.sees(page.tab.locator(".xterm-cursor-pointer, .xterm.xterm-cursor-pointer"));
  await page.tab.mouse.click(x, y);
}

story(
  "an id or a name in the terminal leads to its very card",
  async (page) => {
    await prompt(page);
    await run(page, "docker run -d --name one redis && docker run -d --name two redis && docker ps -q; echo d''one", /done/);
    const card = page.tab.locator("[data-container=one]");
    const id = (await page.tab.locator(".xterm-rows").innerText()).match(/^[0-9a-f]{12}$/gm).at(-1);
    await clicks(page, id);
    await page.sees(page.tab.locator("[data-container=one].card-chosen:focus"));
    assert.ok((await card.innerText()).includes(id));
    await page.shot("card");
    await run(page, "docker volume create diary", /diary\s*\S*\$\s*$/);
    await clicks(page, "diary");
    await page.sees(page.tab.locator("[data-volume=diary].card-chosen:focus"));
    await run(page, "docker images", /IMAGE[\s\S]*redis/);
    await clicks(page, "redis");
    await page.reads(page.tab.locator(".layers:focus"), /redis/);
    // The same without a mouse.
    await does(page, "Show container two");
    await page.sees(page.tab.locator("[data-container=two].card-chosen:focus"));
    await does(page, "Show image redis:latest");
    await page.sees(page.tab.locator(".layers:focus"));
    await does(page, "Show volume diary");
    await page.sees(page.tab.locator("[data-volume=diary]:focus"));
    await page.isAccessible();
  },
  { views: ONE_VIEW },
);

story(
  "what just happened leads to the lesson that explains it",
  async (page) => {
    await prompt(page);
    await run(page, "docker volume create diary", /diary\s*\S*\$\s*$/);
    await page.tab.locator(".happened summary").click();
    await page.sees(page.role("button", "Read: Named volumes"));
    await page.isAccessible();
    await page.shot("sentences");
    await page.role("button", "Read: Named volumes").click();
    await page.sees(page.role("heading", "Named volumes"));
    await picture(page, /Layers/);
  },
  { views: TWO_VIEWS },
);

story(
  "the palette opens again before the browser has told that it closed",
  async (page) => {
    await prompt(page);
    await page.tab.keyboard.press("ControlOrMeta+k");
    await page.sees(page.role("combobox", /Search lessons/));
    await page.tab.evaluate(() => {
      document.querySelector("dialog.palette").close();
      window.dispatchEvent(new KeyboardEvent("keydown", { key: "k", ctrlKey: true, cancelable: true }));
    });
    await page.role("combobox", /Search lessons/).fill("New terminal");
    await page.sees(page.role("option", /^New terminal/));
  },
  { views: ONE_VIEW },
);
