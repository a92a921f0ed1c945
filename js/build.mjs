// Trunk's pre-build hook: bundles the JavaScript components of the page (the editor, the terminal) into
// chunks in Trunk's staging folder. Each entry point below becomes chunks/NAME.js, an ES module that the
// page imports when it first needs it; code that two of them share goes to a chunk of its own. The style
// sheets of static/ become one, chunks/style.css. The lessons become a file each (lessons.mjs).

import { build } from "esbuild";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { writeImageNames } from "./catalogue.mjs";
import { writeLessons } from "./lessons.mjs";
import { writeSearch } from "./search.mjs";

const source = process.env.TRUNK_SOURCE_DIR ?? ".";
const staging = process.env.TRUNK_STAGING_DIR ?? "dist";
const folder = path.join(source, "js");
const entries = (await readdir(folder)).filter((name) => name.endsWith(".entry.mjs"));

{
  await build({
    entryPoints: [
      ...entries.map((name) => ({ in: path.join(folder, name), out: path.basename(name, ".entry.mjs") })),
      { in: path.join(source, "static", "style.css"), out: "style" },
    ],
    outdir: path.join(staging, "chunks"),
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    minify: process.env.TRUNK_PROFILE === "release",
    sourcemap: process.env.TRUNK_PROFILE === "release" ? false : "inline",
    legalComments: "linked",
    logLevel: "warning",
  });
}

await writeLessons(path.join(source, "lessons"), path.join(source, "playground"), path.join(staging, "lessons"));
await writeSearch(path.join(source, "lessons"), path.join(staging, "lessons"));
await writeImageNames(path.join(source, "catalogue", "images"), path.join(staging, "images.json"));
