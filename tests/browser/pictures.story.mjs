// The pictures, as a person looks at them: layers and lines, why a step ran again, files of anything, the goal, the
// timeline and a Compose project; each in every view, in both languages, and without violations of axe.

import assert from "node:assert/strict";
import { ONE_VIEW, story } from "./harness.mjs";
import { picture, prints, run, show } from "./person.mjs";

const pane = (page) => page.tab.locator(".pane-pictures");

async function looks(page, name) {
  await page.isAccessible();
  await page.fitsItsWidth();
  await page.shot(name);
}

async function writes(page, file, text) {
  await show(page, "Editor");
  await page.role("group", "Files").getByRole("button", { name: file, exact: true }).click();
  await page.tab.locator(".cm-content").click();
  await page.tab.keyboard.press("ControlOrMeta+End");
  await page.tab.keyboard.type(text);
}

story("layers say what they hold and why they ran again", async (page) => {
  await show(page, "Terminal");
  await prints(page, /\$\s*$/);
  await run(page, "docker build -q -t my-python-app .", /sha256:[0-9a-f]{64}/);

  // An image from the inside.
  await picture(page, /Images/);
  await page.tab.locator(".card", { hasText: "my-python-app" }).getByRole("button", { name: "Look inside" }).click();
  const layer = page.tab.locator(".layer-made", { hasText: "COPY requirements.txt" });
  await page.reads(layer, /1 added/);
  await page.reads(layer, /line \d/);
  await layer.locator("summary").click();
  await page.reads(layer, /sha256:[0-9a-f]{64}/);
  await page.reads(layer, "/app/requirements.txt");
  await looks(page, "image layers");

  // All files of one layer, and a text.
  await layer.getByRole("button", { name: "All files of this layer" }).click();
  await pane(page).getByRole("button", { name: "app/", exact: true }).click();
  await pane(page).getByRole("button", { name: "requirements.txt", exact: true }).click();
  await page.reads(page.tab.locator(".file-text"), /flask/i);
  await looks(page, "file of a layer");

  // A change of one line, and the two builds side by side.
  await writes(page, "app.py", "\n# changed");
  await picture(page, /Layers/);
  await pane(page).getByRole("combobox", { name: "Show" }).selectOption("next");
  await page.reads(page.tab.locator(".layer-run").last(), /app\.py changed in line \d+/);
  await looks(page, "next build");
  await run(page, "docker build -q -t my-python-app .", /sha256:[0-9a-f]{64}[\s\S]*sha256:[0-9a-f]{64}/);
  await picture(page, /Layers/);
  await pane(page).getByRole("combobox", { name: "Show" }).selectOption("builds");
  await page.reads(page.tab.locator(".builds"), /Ran: app\.py changed in line \d+/);
  await looks(page, "two builds");
});

story("a layer and its line point at each other", async (page) => {
  await show(page, "Terminal");
  await prints(page, /\$\s*$/);
  await picture(page, /Layers/);
  const copy = page.tab.locator(".layer", { hasText: "COPY requirements.txt" });
  await copy.getByRole("button").focus();
  if (!page.isPhone) await page.sees(page.tab.locator(".cm-line.pointed-line", { hasText: "COPY requirements.txt" }));
  await show(page, "Editor");
  await page.tab.locator(".cm-line", { hasText: "RUN pip" }).click();
  await picture(page, /Layers/);
  await page.sees(page.tab.locator(".layer-here", { hasText: "RUN pip" }));
});

story("the timeline steps back, compares and goes on from anywhere", async (page) => {
  await show(page, "Terminal");
  await prints(page, /\$\s*$/);
  await run(page, "docker run -d --name cache redis", /[0-9a-f]{64}/);
  await run(page, "touch made-here", /touch made-here/);
  await run(page, "docker stop cache", /stop cache\s*cache/);
  await picture(page, /Timeline/);
  const words = page.tab.locator(".scrubber-words");
  await page.reads(words, "Now");
  await page.role("button", "Step back").click();
  await page.reads(words, "Before docker stop cache");
  await page.reads(page.tab.locator(".moment"), /cache \(running\)/);
  await page.reads(page.tab.locator(".differences"), /running, redis → exited \(0\), redis/);
  await looks(page, "moment");
  await page.role("slider", "Moment").focus();
  await page.tab.keyboard.press("Home");
  await page.reads(page.tab.locator(".differences"), /made-here/);
  await looks(page, "first moment");

  // Undo, with the key, and redo.
  await page.role("tab", /Timeline/).focus();
  await page.tab.keyboard.press("ControlOrMeta+z");
  await picture(page, /Containers/);
  await page.reads(page.tab.locator("[data-container=cache] .badge"), "running");
  await page.role("tab", /Containers/).focus();
  await page.tab.keyboard.press("ControlOrMeta+Shift+z");
  await page.reads(page.tab.locator("[data-container=cache] .badge"), "exited");

  // What the container changed, beside its image.
  await page.tab.locator("[data-container=cache]").getByRole("button", { name: "Files" }).click();
  await page.sees(page.tab.locator(".listing"));
  await looks(page, "container files");
});

story("the goal is laid beside what there is", async (page) => {
  await show(page, "Terminal");
  await prints(page, /\$\s*$/);
  await picture(page, /Goal/);
  await page.reads(page.tab.locator(".goal-next"), /not there/);
  await looks(page, "goal");
});

const COMPOSE = `services:
  web:
    image: nginx
    ports: ["8080:80"]
    depends_on:
      db:
        condition: service_healthy
  db:
    image: redis
    volumes: ["data:/data"]
    healthcheck:
      test: ["CMD", "redis-cli", "ping"]
      interval: 2s
volumes:
  data:
`;

story("a Compose project is shown beside what runs of it", async (page) => {
  await show(page, "Terminal");
  await prints(page, /\$\s*$/);
  for (const line of COMPOSE.trimEnd().split("\n")) {
    await page.role("textbox", "Terminal 1").focus();
    await page.tab.keyboard.type(`echo '${line}' >> compose.yaml`, { delay: 0 });
    await page.tab.keyboard.press("Enter");
  }
  await picture(page, /Compose/);
  await page.sees(page.tab.locator("[data-service=web]", { hasText: "not created" }));
  await looks(page, "project");
  await run(page, "docker compose up -d --wait", /web-1\s+(Started|Healthy)/);
  await picture(page, /Compose/);
  await page.reads(page.tab.locator("[data-service=db]"), /healthy/);
  await page.reads(page.tab.locator("[data-service=web] .badge-running"), "running");
  await looks(page, "project up");
  await run(page, "curl -s localhost:8080 | head -4", /Welcome|DOCTYPE/);
  await picture(page, /Networks/);
  await page.reads(page.tab.locator(".requests"), /GET \//);
  await looks(page, "networks");
  await page.tab.locator("[data-volume$=data]").getByRole("button", { name: /Contents/ }).click();
  await page.sees(page.tab.locator(".explorer"));
  await page.shot("volume");
});

story(
  "the stages of a build are a graph",
  async (page) => {
    await show(page, "Terminal");
    await prints(page, /\$\s*$/);
    await show(page, "Editor");
    await page.tab.locator(".cm-content").click();
    await page.tab.keyboard.press("ControlOrMeta+a");
    await page.tab.keyboard.insertText(
      "FROM python:3.12-slim AS build\nRUN echo made > /made\n\nFROM build AS check\nRUN cat /made\n\nFROM alpine\nCOPY --from=build /made /made\n",
    );
    await picture(page, /Layers/);
    await page.reads(page.tab.locator(".stage-list"), /copies from build/);
    await page.reads(page.tab.locator(".stage-row-unused"), /not needed/);
    await looks(page, "stages");
  },
  { views: ONE_VIEW },
);

story("the pictures speak Chinese", async (page) => {
  await show(page, "Terminal");
  await prints(page, /\$\s*$/);
  await run(page, "docker build -q -t my-python-app .", /sha256:[0-9a-f]{64}/);
  await page.role("button", "Settings", { exact: true }).click();
  await page.role("combobox", "Language").selectOption({ label: "简体中文" });
  await page.tab.keyboard.press("Escape");
  if (page.isPhone) await page.tab.getByRole("navigation").getByRole("button", { name: "图示" }).click();
  for (const [name, shot] of [["目标", "goal"], ["时间线", "timeline"], ["层", "layers"], ["文件", "files"]]) {
    await page.role("tab", new RegExp(`^${name}`)).click();
    await page.tab.waitForTimeout(300);
    await looks(page, `chinese ${shot}`);
  }
  assert.equal(await page.tab.locator(".drydock").getAttribute("lang"), "zh-CN");
});
