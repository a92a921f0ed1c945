// What a person made survives and travels: a reload at once, two tabs, everything reset and brought back, a link to
// somebody else and one from a stranger, files that come and go, and the playground.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { deflateRawSync } from "node:zlib";
import { DESKTOP, ONE_VIEW, PHONE, story } from "./harness.mjs";
import { prints, run, show } from "./person.mjs";

/** Each size and each theme once. */
const TWO_VIEWS = [
  { theme: "light", size: DESKTOP },
  { theme: "dark", size: PHONE },
];

const prompt = async (page) => {
  await show(page, "Terminal");
  await prints(page, /\$\s*$/);
};

const work = async (page, entry) => {
  await page.role("button", "Your work").click();
  if (entry) await page.role("button", entry).click();
};

/** The same person's second tab. */
async function anotherTab(page, address = page.tab.url()) {
  const other = Object.create(page);
  other.tab = await page.context.newPage();
  await other.tab.goto(address);
  return other;
}

const shared = (content) => `1.${deflateRawSync(JSON.stringify(content)).toString("base64url")}`;

story(
  "a reload at once loses nothing",
  async (page) => {
    await prompt(page);
    await page.role("textbox", "Terminal 1").focus();
    await page.tab.keyboard.type("touch kept", { delay: 4 });
    await page.tab.keyboard.press("Enter");
    await page.reload();
    await prompt(page);
    await run(page, "ls", /ls.*kept/);
    // And again, with what was brought back.
    await page.tab.keyboard.type("mkdir again\r", { delay: 4 });
    await page.reload();
    await prompt(page);
    await run(page, "ls", /again.*kept/);
  },
  { views: ONE_VIEW },
);

story(
  "two tabs do not destroy each other's work",
  async (page) => {
    await prompt(page);
    await run(page, "touch first", /touch first/);
    const other = await anotherTab(page);
    await other.sees(other.text("being worked on in another tab"));
    await prompt(other);
    await other.isAccessible();
    await other.shot("reading");
    // What is typed where one only looks is not taken.
    await other.role("textbox", "Terminal 1").focus();
    await other.tab.keyboard.type("touch nowhere\r");
    await run(page, "touch second", /touch second/);

    await other.role("button", "Work here instead").click();
    await other.text("being worked on in another tab").waitFor({ state: "hidden" });
    await prompt(other);
    await run(other, "ls", /first.*second/);
    assert.ok(!(await other.tab.locator(".xterm-rows").innerText()).includes("nowhere"));
    await page.sees(page.text("being worked on in another tab"));
    await run(other, "touch third", /touch third/);

    await page.role("button", "Work here instead").click();
    await page.text("being worked on in another tab").waitFor({ state: "hidden" });
    await prompt(page);
    await run(page, "ls", /first.*second.*third/);
  },
  { views: TWO_VIEWS },
);

story(
  "everything is saved, reset, taken back and loaded",
  async (page) => {
    await prompt(page);
    await run(page, "touch kept", /touch kept/);
    await work(page);
    await page.isAccessible();
    await page.fitsItsWidth();
    await page.shot("menu");
    const [saved] = await Promise.all([
      page.tab.waitForEvent("download"),
      page.role("button", "Save everything to a file").click(),
    ]);
    assert.equal(saved.suggestedFilename(), "drydock-work.drydock.json");
    const file = path.join(await mkdtemp(path.join(tmpdir(), "drydock-")), "mine.drydock.json");
    await saved.saveAs(file);

    await work(page, "Reset everything");
    await page.sees(page.role("dialog"));
    await page.isAccessible();
    await page.shot("reset all");
    await page.role("dialog").getByRole("button", { name: "Reset everything" }).click();
    await page.sees(page.text("All lessons start over."));
    await prompt(page);
    await run(page, "ls; echo listed", /requirements\.txt\s*listed/);
    assert.ok(!(await page.tab.locator(".xterm-rows").innerText()).includes("kept"));
    await page.role("button", "Undo").click();
    // What is typed at once is for what comes back, not for what goes.
    await run(page, "ls; echo listed", /app\.py.*kept.*listed/);

    await work(page, "Reset this lesson");
    await page.role("dialog").getByRole("button", { name: "Reset" }).click();
    await page.sees(page.text("The lesson starts over."));
    await work(page);
    const [chooser] = await Promise.all([page.tab.waitForEvent("filechooser"), page.role("button", "Open files").click()]);
    await chooser.setFiles(file);
    await page.sees(page.text("The file holds the work on 1 lesson."));
    await page.isAccessible();
    await page.role("dialog").getByRole("button", { name: "Load" }).click();
    await page.sees(page.text("The work from the file is here."));
    await prompt(page);
    await run(page, "ls; echo listed", /kept.*listed/);
    assert.match(await readFile(file, "utf8"), /^\{"drydock":1,/);
  },
  { views: TWO_VIEWS },
);

story(
  "work is shared by a link",
  async (page) => {
    await prompt(page);
    await run(page, "echo mine > note.txt && docker volume create diary", /diary/);
    await work(page, "Share");
    await page.sees(page.role("heading", "Share your work"));
    await page.isAccessible();
    await page.fitsItsWidth();
    await page.shot("share");
    const link = await page.role("textbox", /^Link/).inputValue();
    assert.ok(link.length < 2000, `${link.length} characters`);
    await page.role("dialog").getByRole("button", { name: "Close" }).click();
    await run(page, "echo still mine > note.txt", /still mine/);

    const other = await anotherTab(page, link);
    await other.sees(other.role("heading", "Work that somebody shared"));
    await other.sees(other.text("docker volume create diary"));
    await other.isAccessible();
    await other.fitsItsWidth();
    await other.shot("note");
    await other.role("button", "Open it in a sandbox").click();
    await prompt(other);
    await run(other, "cat note.txt; docker volume ls -q", /docker volume ls -q\s*mine\s*diary/);
    await other.isAccessible();
    await other.shot("opened");
    // What is done there stays there, after a reload as well.
    await run(other, "touch theirs", /touch theirs/);
    await other.reload();
    await prompt(other);
    await run(other, "ls; echo listed", /theirs.*listed/);
    await run(page, "ls; cat note.txt", /still mine/);
    assert.ok(!(await page.tab.locator(".xterm-rows").innerText()).includes("theirs"));
    await page.tab.close();
    await other.role("button", "Back to my own work").click();
    await prompt(other);
    await run(other, "cat note.txt", /cat note\.txt\s*still mine/);
  },
  { views: TWO_VIEWS },
);

story(
  "a link from a stranger does no harm",
  async (page) => {
    // The page in the preview has a handler in it, which is refused there, and says so.
    page.expect(/inline event handler|Blocked script execution/);
    const script = "<script>window.harmed = 1</script>";
    const image = '<img src=x onerror="window.harmed = 1">';
    const start = { l: "01-first/01-python-app", seed: 1, start: 1767225600000, base: 0 };
    const open = [0, { TerminalOpen: { terminal: 1, size: { columns: 80, rows: 24 } } }];
    const text = shared({
      ...start,
      files: [
        { path: "Dockerfile", contents: `=FROM nginx:alpine\nLABEL a="${script}"\n# ${image}\n`, executable: false },
        { path: image, contents: `=${script}`, executable: false },
      ],
      done: [
        open,
        [900, `docker run -d -p 8000:80 --name '${script}' nginx:alpine\r`],
        [900, `docker run -d -p 8000:80 --name web -l 'a=${image}' nginx:alpine\r`],
        [900, `docker exec web sh -c 'echo "${script}${image}" > /usr/share/nginx/html/index.html'; docker logs '${image}'\r`],
        [2000, { FileWrite: { path: script, contents: "=x" } }],
      ],
    });
    const [site] = page.tab.url().split("#");
    await page.tab.goto(`${site}#share=${text}`);
    await page.sees(page.role("heading", "Work that somebody shared"));
    await page.sees(page.text(script).first());
    await page.isAccessible();
    await page.fitsItsWidth();
    await page.shot("note");
    await page.role("button", "Open it in a sandbox").click();
    await show(page, "Terminal");
    await prints(page, /No such container/i);
    // The first command's answer may have left the window by now.
    await page.tab.locator(".xterm-screen").hover();
    await page.tab.mouse.wheel(0, -10_000);
    await prints(page, /invalid container name/i);
    for (const name of [/Containers/, /Images/, /Timeline/]) {
      await show(page, "Pictures");
      await page.role("tab", name).click();
      await page.isAccessible();
    }
    await page.role("tab", /Preview/).click();
    await page.role("textbox", "Address").fill("http://localhost:8000");
    await page.role("textbox", "Address").press("Enter");
    await page.sees(page.tab.locator("iframe"));
    await page.shot("preview");
    assert.equal(await page.tab.evaluate(() => window.harmed), undefined);

    // Not work at all, work of a lesson that is not here, out of the workspace, and a bomb.
    const bomb = `1.${deflateRawSync(Buffer.alloc(64 * 1024 * 1024, " ")).toString("base64url")}`;
    for (const [link, words] of [
      [script, "This is not shared work"],
      ["1.AAAA", "cut off or changed"],
      [shared({ ...start, done: [[0, { FileWrite: { path: "../.bashrc", contents: "=x" } }]] }), "cut off or changed"],
      [shared({ ...start, l: script, done: [] }), "belongs to a lesson that is not here"],
      [bomb, "at most 2,000 files and 20 MB"],
    ]) {
      await page.tab.goto("about:blank");
      await page.tab.goto(`${site}#share=${link}`);
      await page.sees(page.text(words));
    }
    await page.isAccessible();
    await page.shot("refused");
    await page.role("button", "Back to my own work").click();
    await prompt(page);
    assert.equal(await page.tab.evaluate(() => window.harmed), undefined);
  },
  { views: TWO_VIEWS, timeout: 240_000 },
);

story(
  "an export holds the images that were built",
  async (page) => {
    await prompt(page);
    await run(page, "docker build -q -t mine:1 .", /sha256:[0-9a-f]{64}/);
    await work(page);
    const [zip] = await Promise.all([
      page.tab.waitForEvent("download"),
      page.role("button", "Export to real Docker").click(),
    ]);
    const archive = path.join(await mkdtemp(path.join(tmpdir(), "drydock-")), zip.suggestedFilename());
    await zip.saveAs(archive);
    await work(page);
    const [chooser] = await Promise.all([page.tab.waitForEvent("filechooser"), page.role("button", "Open files").click()]);
    await chooser.setFiles(archive);
    await page.role("dialog").getByRole("button", { name: "Replace" }).click();
    await page.sees(page.text("files have come into the workspace."));
    await run(page, "head -5 run.sh", /images\.tar holds mine:1: docker load -i images\.tar/);
    await run(page, "docker rmi mine:1 && docker load -i images.tar", /Loaded image: mine:1/);
  },
  { views: ONE_VIEW },
);

story(
  "files come and go",
  async (page) => {
    await prompt(page);
    // Dropped on the page.
    await page.tab.evaluate(() => {
      const drop = new DataTransfer();
      drop.items.add(new File(["one\n"], "dropped.txt"));
      drop.items.add(new File(["two\n"], "second.txt"));
      const target = document.querySelector(".lesson-text");
      for (const kind of ["dragover", "drop"]) {
        target.dispatchEvent(new DragEvent(kind, { dataTransfer: drop, bubbles: true, cancelable: true }));
      }
    });
    await page.sees(page.text("2 files have come into the workspace."));
    await run(page, "cat dropped.txt second.txt", /one\s*two/);

    // Exported, and opened again: what is there already is asked about.
    await work(page);
    const [zip] = await Promise.all([
      page.tab.waitForEvent("download"),
      page.role("button", "Export to real Docker").click(),
    ]);
    const folder = await mkdtemp(path.join(tmpdir(), "drydock-"));
    const archive = path.join(folder, zip.suggestedFilename());
    await zip.saveAs(archive);
    assert.equal((await readFile(archive)).subarray(0, 2).toString(), "PK");
    await work(page);
    const [chooser] = await Promise.all([page.tab.waitForEvent("filechooser"), page.role("button", "Open files").click()]);
    await chooser.setFiles(archive);
    await page.sees(page.role("heading", "Replace files?"));
    await page.isAccessible();
    await page.shot("replace");
    await page.role("dialog").getByRole("button", { name: "Replace" }).click();
    await page.sees(page.text("files have come into the workspace."));
    await run(page, "cat run.sh", /cat dropped\.txt second\.txt/);

    // A folder with a course.
    const course = path.join(folder, "mine");
    const lesson = path.join(course, "01-part", "01-lesson");
    await mkdir(path.join(lesson, "files"), { recursive: true });
    await writeFile(path.join(course, "course.yaml"), "title:\n  en: Mine\nparts:\n  01-part: {en: My part}\n");
    await writeFile(
      path.join(lesson, "lesson.md"),
      "---\ntitle: My lesson\nchecks:\n  - id: made\n    text: There is a volume\n    volume:\n      name: mine\n---\n\nHello <script>window.harmed = 1</script>.\n",
    );
    await writeFile(path.join(lesson, "files", "my-file.txt"), "mine\n");
    await work(page);
    const [folders] = await Promise.all([page.tab.waitForEvent("filechooser"), page.role("button", "Open a folder").click()]);
    await folders.setFiles(course);
    await page.sees(page.role("heading", "My lesson"));
    await prompt(page);
    await run(page, "cat my-file.txt && docker volume create mine", /mine\s*mine/);
    await show(page, "Lesson");
    await page.sees(page.text("All goals reached."));
    await page.shot("course");
    await page.role("button", "All lessons").click();
    await page.sees(page.text("My part"));
    assert.equal(await page.tab.evaluate(() => window.harmed), undefined);
  },
  { views: TWO_VIEWS, timeout: 240_000 },
);

story(
  "the playground is there to play in",
  async (page) => {
    await page.role("button", "All lessons").click();
    await page.tab.locator(".course summary", { hasText: /^Playground$/ }).click();
    await page.sees(page.role("button", "Paste your own Dockerfile"));
    await page.isAccessible();
    await page.shot("list");
    await page.role("button", "A static page on nginx").click();
    await page.sees(page.role("heading", "A static page on nginx"));
    assert.match(page.tab.url(), /#playground\/04-nginx$/);
    await prompt(page);
    await run(page, "docker build -q -t site . && docker run -d -p 8080:80 --name site site && sleep 1", /[0-9a-f]{64}/);
    await run(page, "curl -s localhost:8080", /It is served by nginx/);
    await page.reload();
    await prompt(page);
    await run(page, "docker ps", /0\.0\.0\.0:8080->80\/tcp/);
    await show(page, "Lesson");
    await page.isAccessible();
    await page.fitsItsWidth();
    await page.shot("nginx");
  },
  { views: TWO_VIEWS },
);
