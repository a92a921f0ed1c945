// Writes the names and tags of the catalogue's images into one file of the site, images.json, which the editor asks for
// when it completes its first name: [[name, [tag, …]], …], the best known first. The page itself carries no catalogue.

import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";

/** Tags of one image that are offered. */
const TAGS = 40;

/** Writes the names of the images under `from` into the file `to`. */
export async function writeImageNames(from, to) {
  const files = (await readdir(from)).filter((name) => name.endsWith(".json"));
  const images = await Promise.all(files.map(async (name) => JSON.parse(await readFile(path.join(from, name), "utf8"))));
  images.sort((a, b) => Number(b.official ?? false) - Number(a.official ?? false) || (b.stars ?? 0) - (a.stars ?? 0) || (a.name < b.name ? -1 : 1));
  const names = images.map(({ name, variants = [] }) => {
    // The first tag of each variant is its best name; the others follow.
    const first = variants.flatMap(({ tags = [] }) => tags.slice(0, 1));
    const rest = variants.flatMap(({ tags = [] }) => tags.slice(1));
    // A tag that moves, such as `latest`, is not the best to begin with.
    const moves = (tag) => Number(!/\d/.test(tag));
    const tags = [...new Set([...first, ...rest])].sort((a, b) => moves(a) - moves(b));
    return [name, tags.slice(0, TAGS)];
  });
  await mkdir(path.dirname(to), { recursive: true });
  await writeFile(to, JSON.stringify(names));
}
