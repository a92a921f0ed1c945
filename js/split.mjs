// Trunk's post-build hook: of what is published, the page's module and the worker's are divided (crates/split), so that
// nobody waits for what no first lesson runs, nor for the runtimes of languages and databases. While the page is worked
// on, they stay whole.

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";

/** Where the lists are of what a first lesson runs: `cargo xtask profile` writes them. */
const LISTS = "js/lists";

/** What is not needed until a program of it starts. */
const LATER = [
  "cc",
  "compose",
  "golang",
  "java",
  "js",
  "python",
  "rustlang",
  "sql",
  "syscalls",
  "cli::compose",
  "programs::bcrypt",
  "programs::cc",
  "programs::database",
  "programs::golang",
  "programs::httpd",
  "programs::interpreter",
  "programs::java",
  "programs::memcached",
  "programs::nginx",
  "programs::node",
  "programs::packages",
  "programs::python",
  "programs::redis",
  "programs::registry",
  "programs::rustlang",
];

/** What those programs have embedded. */
const TEXTS = [
  "crates/cc/lib",
  "crates/golang/lib",
  "crates/java/lib",
  "crates/js/lib",
  "crates/js/packages",
  "crates/python/lib",
  "crates/python/site-packages",
  "crates/rustlang/src/std",
];

if (process.env.TRUNK_PROFILE === "release") {
  const source = process.env.TRUNK_SOURCE_DIR ?? ".";
  const staging = process.env.TRUNK_STAGING_DIR ?? "dist";
  // The flags of the environment are those of the page's target; this program runs here.
  const env = { ...process.env };
  delete env.CARGO_ENCODED_RUSTFLAGS;
  const page = readdirSync(staging).find((name) => /^app-.*_bg\.wasm$/.test(name));
  if (!page) throw new Error(`${staging} has no module of the page`);
  for (const [program, name, roots] of [
    ["page", page, []],
    ["worker", "worker_bg.wasm", [...LATER, "--", ...TEXTS]],
  ]) {
    const module = path.join(staging, name);
    // While it is found out what runs first, every function is counted instead.
    const words = process.env.DRYDOCK_COUNT
      ? ["--count", module, path.join(staging, `${program}.txt`)]
      : [module, staging, path.join(LISTS, program), ...roots];
    const run = ["run", "--quiet", "--locked", "--package", "split", "--", ...words];
    const { status, error } = spawnSync(env.CARGO ?? "cargo", run, { cwd: source, env, stdio: "inherit" });
    if (error || status !== 0) throw error ?? new Error(`split ended with ${status}`);
  }
}
