// Writes each lesson as one file of the site, lessons/PART/LESSON.json, which the page asks for when it is opened:
// its text in both languages, the workspace it starts with, and what happened before the learner came. Solutions and
// wrong attempts are proof, not lesson, and stay behind.

import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";

const optional = (file) => readFile(file, "utf8").catch((error) => (error.code === "ENOENT" ? undefined : Promise.reject(error)));

const folders = async (folder) =>
  (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();

/** Bytes as the page's messages carry them: text behind `=`, anything else in hexadecimal behind `#`. */
function encoded(bytes) {
  const text = bytes.toString("utf8");
  return Buffer.from(text, "utf8").equals(bytes) ? `=${text}` : `#${bytes.toString("hex")}`;
}

async function workspace(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  return Promise.all(files.map(async (file) => [path.relative(folder, file).split(path.sep).join("/"), encoded(await readFile(file))]));
}

/** Writes the lesson in a folder into a file, if it holds one. */
async function writeLesson(folder, to) {
  const english = await optional(path.join(folder, "lesson.md"));
  if (english === undefined) return;
  const lesson = {
    english,
    chinese: (await optional(path.join(folder, "lesson.zh.md"))) ?? null,
    setup: (await optional(path.join(folder, "setup.sh"))) ?? "",
    files: await workspace(path.join(folder, "files")),
  };
  await mkdir(path.dirname(to), { recursive: true });
  await writeFile(to, JSON.stringify(lesson));
}

/** Writes the lessons under `from`, and the starters of the playground under `playground`, into `to`. */
export async function writeLessons(from, playground, to) {
  for (const part of await folders(from)) {
    for (const slug of await folders(path.join(from, part))) {
      await writeLesson(path.join(from, part, slug), path.join(to, part, `${slug}.json`));
    }
  }
  for (const name of await folders(playground)) {
    await writeLesson(path.join(playground, name), path.join(to, "playground", `${name}.json`));
  }
}
