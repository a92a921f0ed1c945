// Writes what the palette searches and the sheets show: lessons/search.en.json and search.zh.json, with the text of each
// lesson and the lines of the cheat sheet and the glossary; and the two sheets as they are. The page asks for each when
// it is first wanted.
//
// search.LANGUAGE.json: { lessons: [[id, text]], commands: [[command, example, id]], words: [[term, meaning, id]] }

import { copyFile, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";

/** Letters of one lesson that can be found. */
const LETTERS = 4000;

const SHEETS = ["cheat-sheet", "glossary"];

const endings = { en: ".md", zh: ".zh.md" };

const optional = (file) => readFile(file, "utf8").catch((error) => (error.code === "ENOENT" ? "" : Promise.reject(error)));

const folders = async (folder) =>
  (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();

/** The words of a lesson's text: no front matter, no fences, no marks. */
function plain(text) {
  return text
    .replace(/^---\n[\s\S]*?\n---\n/, "")
    .replace(/^(```|~~~)[^\n]*\n[\s\S]*?^\1\s*$/gm, " ")
    .replace(/\]\([^)]*\)/g, "]")
    .replace(/[*_`#>|\[\]]+/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, LETTERS);
}

/** The lesson that a line of a sheet links to. */
const linked = (line) => /\]\(([^)]+)\/lesson(?:\.zh)?\.md\)/.exec(line)?.[1] ?? "";

function commandsOf(sheet) {
  const found = new Map();
  for (const line of sheet.split("\n")) {
    const [, name, example] = /^\|\s*`([^`]+)`\s*\|\s*(?:`([^`]*)`)?\s*\|/.exec(line) ?? [];
    if (name && !found.get(name)?.[1]) found.set(name, [name, (example ?? "").replaceAll("\\|", "|"), linked(line)]);
  }
  return [...found.values()];
}

function wordsOf(glossary) {
  return glossary
    .split("\n")
    .map((line) => [line, /^- \*\*(.+?)\*\*[:：]\s*(.*?)\s*(?:\(\[|（\[|$)/.exec(line)])
    .filter(([, match]) => match)
    .map(([line, [, term, meaning]]) => [term, meaning, linked(line)]);
}

/** Writes the indexes and sheets of the lessons under `from` into `to`. */
export async function writeSearch(from, to) {
  await mkdir(to, { recursive: true });
  const ids = [];
  for (const part of await folders(from)) {
    for (const slug of await folders(path.join(from, part))) ids.push(`${part}/${slug}`);
  }
  for (const [language, ending] of Object.entries(endings)) {
    const read = async (name) => (await optional(path.join(from, `${name}${ending}`))) || optional(path.join(from, `${name}.md`));
    const lessons = [];
    for (const id of ids) {
      const text = plain(await read(`${id}/lesson`));
      if (text) lessons.push([id, text]);
    }
    const index = { lessons, commands: commandsOf(await read("cheat-sheet")), words: wordsOf(await read("glossary")) };
    await writeFile(path.join(to, `search.${language}.json`), JSON.stringify(index));
  }
  for (const sheet of SHEETS) {
    for (const ending of Object.values(endings)) {
      const file = path.join(from, `${sheet}${ending}`);
      if (await optional(file)) await copyFile(file, path.join(to, `${sheet}${ending}`));
    }
  }
}
