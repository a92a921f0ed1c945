// Trunk's post-build hook: of what is published, the worker's module is divided in two (crates/split), so that nobody
// waits for the runtimes of languages and databases before the first command. While the page is worked on, it stays whole.

import { spawnSync } from "node:child_process";
import path from "node:path";

/** What is not needed until a program of it starts. */
const LATER = [
  "compose",
  "js",
  "python",
  "sql",
  "syscalls",
  "cli::compose",
  "programs::bcrypt",
  "programs::database",
  "programs::golang",
  "programs::httpd",
  "programs::interpreter",
  "programs::nginx",
  "programs::node",
  "programs::packages",
  "programs::python",
  "programs::redis",
  "programs::registry",
];

/** What those programs have embedded. */
const TEXTS = ["crates/js/lib", "crates/js/packages", "crates/python/lib", "crates/python/site-packages"];

if (process.env.TRUNK_PROFILE === "release") {
  const source = process.env.TRUNK_SOURCE_DIR ?? ".";
  const staging = process.env.TRUNK_STAGING_DIR ?? "dist";
  // The flags of the environment are those of the page's target; this program runs here.
  const env = { ...process.env };
  delete env.CARGO_ENCODED_RUSTFLAGS;
  const module = path.join(staging, "worker_bg.wasm");
  const words = ["run", "--quiet", "--locked", "--package", "split", "--", module, staging, ...LATER, "--", ...TEXTS];
  const { status, error } = spawnSync(env.CARGO ?? "cargo", words, { cwd: source, env, stdio: "inherit" });
  if (error || status !== 0) throw error ?? new Error(`split ended with ${status}`);
}
