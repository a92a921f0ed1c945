// A newcomer's first lesson, from the empty prompt to the container removed: typed in the terminal, clicked in the
// lesson, looked at in the pictures and the preview; then a reload, after which all is as it was.

import assert from "node:assert/strict";
import { story } from "./harness.mjs";
import { picture, prints, run, show } from "./person.mjs";

const goal = (page, text) => page.tab.locator(".checks .check-met", { hasText: text });

story("a newcomer builds, runs, asks, stops and removes", async (page) => {
  await page.sees(page.role("heading", "Your first image, your first container"));
  await show(page, "Terminal");
  await prints(page, /\$\s*$/);
  await page.isAccessible();
  await page.fitsItsWidth();

  // The layers are there before anything is built.
  await picture(page, /Layers/);
  await page.sees(page.tab.locator(".layer", { hasText: "COPY requirements.txt" }));
  await page.reads(page.tab.locator(".picture-summary"), /will run/);
  await show(page, "Lesson");
  await page.shot("start");
  await picture(page, /Layers/);
  await page.shot("layers before");

  // The preview says what a browser says.
  await picture(page, /Preview/);
  await page.role("textbox", "Address").fill("http://localhost:8000");
  await page.role("textbox", "Address").press("Enter");
  await page.reads(page.tab.locator(".refusal"), "localhost refused to connect.");
  await page.shot("refused");

  await run(page, "docker build -t my-python-app .", /my-python-app/);
  await prints(page, /\$\s*$/);
  await page.shot("built");
  await picture(page, /Layers/);
  await page.reads(page.tab.locator(".picture-summary"), /cached/);
  await page.isAccessible();
  await page.shot("layers after");
  await run(page, "docker images", /my-python-app/);
  await picture(page, /Images/);
  await page.sees(page.role("heading", /my-python-app/));
  await page.isAccessible();
  await page.shot("images");

  // A command of the lesson, by its button.
  await show(page, "Lesson");
  await page.role("button", "Run docker run -d -p 8000:8000 --name web my-python-app").click();
  await prints(page, /[0-9a-f]{64}/);
  await run(page, "docker ps", /0\.0\.0\.0:8000->8000\/tcp/);
  await run(page, "curl localhost:8000", /Hello from a container!/);
  await picture(page, /Containers/);
  await page.reads(page.tab.locator("[data-container=web] .badge"), "running");
  await page.isAccessible();
  await page.shot("container running");
  await picture(page, /Preview/);
  await page.role("button", "Go").click();
  await page.sees(page.tab.frameLocator("iframe").getByRole("heading", { name: "Hello from a container!" }));
  await page.isAccessible();
  await page.shot("preview");
  await run(page, "docker logs web", /Serving Flask app/);

  await run(page, "docker stop web", /docker stop web\s*web/);
  await picture(page, /Containers/);
  await page.reads(page.tab.locator("[data-container=web] .badge"), "exited");
  await page.reads(page.tab.locator(".card-path"), /created.*running.*exited/);
  await page.shot("container exited");
  await run(page, "docker ps -a", /Exited \(/);
  await run(page, "docker rm web", /docker rm web\s*web/);
  await picture(page, /Containers/);
  await page.sees(page.text("No containers yet."));

  await show(page, "Lesson");
  for (const text of ["There is an image", "The container web runs", "answers", "has been stopped", "is gone"]) {
    await page.sees(goal(page, text));
  }
  await page.sees(page.text("All goals reached."));
  await page.isAccessible();
  await page.tab.locator(".checks").scrollIntoViewIfNeeded();
  await page.shot("goals reached");
  await picture(page, /Timeline/);
  await page.sees(page.tab.locator(".event-command", { hasText: "docker rm web" }));
  await page.shot("timeline");

  await page.reload();
  await show(page, "Lesson");
  await page.sees(page.text("All goals reached."));
  await show(page, "Terminal");
  await prints(page, /docker rm web/);
});

story("what is written in the editor is what is built", async (page) => {
  await show(page, "Terminal");
  await prints(page, /\$\s*$/);
  await show(page, "Editor");
  const editor = page.tab.locator(".cm-content");
  await page.sees(editor);
  await editor.click();
  await page.tab.keyboard.press("ControlOrMeta+End");
  await page.tab.keyboard.type("\nFORM x");
  await page.reads(page.tab.locator(".problems"), /unknown instruction/i);
  await page.isAccessible();
  await page.shot("mistake");
  for (let n = 0; n < 7; n += 1) await page.tab.keyboard.press("Backspace");
  await page.reads(page.tab.locator(".problems"), "No problems");

  await page.role("button", "New file").click();
  await page.role("textbox", "File name").fill("notes.txt");
  await page.role("button", "Create").click();
  await editor.click();
  await page.tab.keyboard.type("remember");
  await run(page, "cat notes.txt", /remember/);

  // Typed a moment ago and never run: a reload keeps it too.
  await show(page, "Editor");
  await editor.click();
  await page.tab.keyboard.type(" this");
  await page.reload();
  await show(page, "Editor");
  await page.role("button", "notes.txt", { exact: true }).click();
  await page.reads(page.tab.locator(".cm-content"), "this");
});

story("the page speaks Chinese, at once and everywhere", async (page) => {
  await page.sees(page.role("heading", "Your first image, your first container"));
  await page.role("button", "Settings").click();
  await page.role("combobox", "Language").selectOption({ label: "简体中文" });
  await page.sees(page.role("heading", "第一个镜像，第一个容器"));
  await page.tab.keyboard.press("Escape");
  assert.equal(await page.tab.locator(".drydock").getAttribute("lang"), "zh-CN");
  await page.sees(page.text("存在名为 my-python-app 的镜像"));
  await page.isAccessible();
  await page.fitsItsWidth();
  await page.shot("chinese");
});

story("panes are resized by keyboard, and stay so", async (page) => {
  if (page.isPhone) return;
  const bar = page.role("separator", "Resize Lesson and Editor");
  await bar.focus();
  const before = Number(await bar.getAttribute("aria-valuenow"));
  await page.tab.keyboard.press("ArrowRight");
  await page.tab.keyboard.press("ArrowRight");
  assert.equal(Number(await bar.getAttribute("aria-valuenow")), before + 4);
  await page.reload();
  await page.sees(bar);
  assert.equal(Number(await bar.getAttribute("aria-valuenow")), before + 4);
});

story("starting over can be taken back", async (page) => {
  await show(page, "Terminal");
  await prints(page, /\$\s*$/);
  await run(page, "touch kept", /touch kept/);
  await page.role("button", "Your work").click();
  await page.role("button", "Reset this lesson").click();
  await page.sees(page.role("dialog"));
  await page.isAccessible();
  await page.role("dialog").getByRole("button", { name: "Reset" }).click();
  await page.sees(page.text("The lesson starts over."));
  await page.role("button", "Undo").click();
  await run(page, "ls", /kept/);
});
