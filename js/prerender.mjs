// Trunk's post-build hook: the lessons' texts as HTML (crates/prerender), and the course's first lesson inside of
// index.html, so that it can be read before the page's program is there. static/first-paint.js puts another lesson,
// language or theme in its place.

import { spawnSync } from "node:child_process";
import { readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";

const source = process.env.TRUNK_SOURCE_DIR ?? ".";
const staging = process.env.TRUNK_STAGING_DIR ?? "dist";
const lessons = path.join(staging, "lessons");

// The flags of the environment are those of the page's target; this program runs here.
const env = { ...process.env };
delete env.CARGO_ENCODED_RUSTFLAGS;
const cargo = env.CARGO ?? "cargo";
const words = ["run", "--quiet", "--locked", "--package", "prerender", "--", path.join(source, "lessons"), path.join(source, "playground"), lessons];
const { status, error } = spawnSync(cargo, words, { cwd: source, env, stdio: "inherit" });
if (error || status !== 0) throw error ?? new Error(`prerender ended with ${status}`);

const folders = async (folder) =>
  (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();

/** The id of the first lesson of the course. */
async function first() {
  for (const part of await folders(path.join(source, "lessons"))) {
    for (const slug of await folders(path.join(source, "lessons", part))) {
      const id = `${part}/${slug}`;
      if ((await readFile(path.join(lessons, `${id}.html`), "utf8").catch(() => "")) !== "") return id;
    }
  }
  return "";
}

const id = await first();
if (id !== "") {
  const text = await readFile(path.join(lessons, `${id}.html`), "utf8");
  const title = /<h2 class="lesson-title">(.*?)<\/h2>/.exec(text)?.[1] ?? "";
  const page = path.join(staging, "index.html");
  const index = await readFile(page, "utf8");
  const filled = index
    .replace(/(<div class="drydock first-paint"[^>]*) data-lesson=""/, (_, start) => `${start} data-lesson="${id}"`)
    .replace(/(<p class="topbar-title">)(<\/p>)/, (_, start, end) => start + title + end)
    .replace(/(<article lang="en">)(<\/article>)/, (_, start, end) => start + text + end);
  if (!filled.includes(text)) throw new Error("index.html has no place for the first lesson");
  await writeFile(page, filled);
}
