// How a browser story is told: a page in a fresh profile, watched for everything that must not happen.
//
// A story is told in every view: light and dark, at a desktop's size and at a phone's. It fails if anything
// is written to the console, if the page asks for anything outside the site, or if a request fails. Whoever
// tells a story acts as a person would: finds things by their role and name, types and clicks.
//
// `cargo xtask test browser` serves the site and says by environment variables where it, the browser and
// the folder of the screenshots are.

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { chromium } from "playwright-core";

const site = process.env.DRYDOCK_SITE ?? "http://localhost:8080/";
const screenshots = process.env.DRYDOCK_SCREENSHOTS ?? "screenshots";

export const DESKTOP = { name: "desktop", width: 1440, height: 900 };
export const PHONE = { name: "phone", width: 390, height: 844 };

/** Every combination that a story is told in unless it says otherwise. */
export const EVERY_VIEW = [
  { theme: "light", size: DESKTOP },
  { theme: "dark", size: DESKTOP },
  { theme: "light", size: PHONE },
  { theme: "dark", size: PHONE },
];

/** The high contrast theme, and a person's own colours in place of the page's. */
export const CONTRAST_VIEWS = [
  { theme: "contrast", size: DESKTOP },
  { theme: "contrast", size: PHONE },
  { theme: "dark", size: DESKTOP, forced: true },
  { theme: "light", size: PHONE, forced: true },
];

/** For a story whose subject does not depend on how the page looks. */
export const ONE_VIEW = [{ theme: "light", size: DESKTOP }];

// Debian's Chromium, with nothing that talks to its maker.
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let browser;

/**
 * Tells a story: `body` is given a Page of this file once for each view.
 * @param {string} title what is true when the story passes
 * @param {(page: Page) => Promise<void>} body
 * @param {{views?: {theme: string, size: {name: string, width: number, height: number}}[], timeout?: number}} [options]
 */
export function story(title, body, { views = EVERY_VIEW, timeout = 120_000 } = {}) {
  describe(title, () => {
    before(async () => {
      browser ??= await launch();
    });
    for (const view of views) {
      test(`${look(view)}, ${view.size.width}×${view.size.height}`, { timeout }, async () => {
        const page = await Page.open(title, view);
        try {
          await body(page);
          await page.settle();
        } catch (failure) {
          await page.shot("failed").catch(() => {});
          throw told(failure, page);
        } finally {
          await page.context.close();
        }
      });
    }
  });
}

// One browser for all the stories of a file; each page has a profile of its own.
after(async () => {
  await browser?.close();
  browser = undefined;
});

/** What tells a view from the others of its size, in words. */
const look = (view) => [view.theme, view.forced ? "forced colours" : "", view.language ?? ""].filter(Boolean).join(" ");

/** A failure with the lines of the story that led to it, and what else happened on the page. */
function told(failure, page) {
  const frames = (failure.stack ?? "").split("\n").filter((line) => line.includes(".story.mjs"));
  const plain = new Error(`${failure.message}${page.diary()}`);
  plain.stack = [`${plain.message}`, ...frames].join("\n");
  return plain;
}

async function launch() {
  const executablePath = process.env.DRYDOCK_CHROMIUM ?? "/usr/bin/chromium";
  try {
    return await chromium.launch({ executablePath, args: FLAGS });
  } catch (failure) {
    const said = failure.message.split("\n").filter((line) => line.includes("[err]"));
    throw new Error(`${executablePath} could not be started: ${said.join("\n") || failure.message}`);
  }
}

/** A page of the site, and what has happened on it that should not have. */
export class Page {
  /**
   * `theme` is light or dark as the browser has it, or contrast as the page's settings have it; `forced` gives the page
   * the person's own colours; `language` is one of the page's settings.
   * @param {{theme: string, size: object, forced?: boolean, language?: string}} view
   */
  static async open(title, view) {
    const context = await browser.newContext({
      viewport: { width: view.size.width, height: view.size.height },
      colorScheme: view.theme === "contrast" ? "dark" : view.theme,
      forcedColors: view.forced ? "active" : "none",
      hasTouch: view.size === PHONE,
      reducedMotion: "reduce",
      locale: "en-GB",
      permissions: ["clipboard-read", "clipboard-write"],
    });
    context.setDefaultTimeout(30_000);
    const page = new Page();
    Object.assign(page, { context, view, title, complaints: [], shots: 0 });
    context.on("console", (message) => {
      if (!page.expected?.(message.text())) page.complaints.push(`console ${message.type()}: ${message.text()}`);
    });
    context.on("weberror", (error) => page.complaints.push(`uncaught: ${error.error().stack ?? error.error()}`));
    context.on("request", (request) => {
      const address = request.url();
      if (!address.startsWith(new URL(site).origin) && !/^(data|blob|about):/.test(address)) {
        page.complaints.push(`a request left the site: ${address}`);
      }
    });
    context.on("requestfailed", (request) => {
      // A page that is left or reloaded gives up what it was loading.
      if (request.failure()?.errorText !== "net::ERR_ABORTED") {
        page.complaints.push(`request failed: ${request.url()} (${request.failure()?.errorText})`);
      }
    });
    context.on("response", (response) => {
      if (response.status() >= 400) page.complaints.push(`${response.status()}: ${response.url()}`);
    });
    const settings = { ...(view.theme === "contrast" && { theme: "contrast" }), ...(view.language && { language: view.language }) };
    if (Object.keys(settings).length > 0) {
      await context.addInitScript((settings) => {
        // Frames inside of the page have no storage, and what a person has chosen since stays.
        if (window.top === window && location.protocol.startsWith("http")) {
          localStorage.getItem("drydock.preferences") ?? localStorage.setItem("drydock.preferences", settings);
        }
      }, JSON.stringify(settings));
    }
    page.tab = await context.newPage();
    await page.tab.goto(site);
    return page;
  }

  /** Whether this view has a phone's size. */
  get isPhone() {
    return this.view.size === PHONE;
  }

  /** Finds by role and accessible name, as Playwright's getByRole. */
  role(role, name, options = {}) {
    return this.tab.getByRole(role, name === undefined ? options : { name, ...options });
  }

  text(text, options) {
    return this.tab.getByText(text, options);
  }

  /** Waits until `locator` is visible. */
  async sees(locator, timeout) {
    await locator.first().waitFor({ state: "visible", timeout });
  }

  /** Waits until the text of `locator`, as `seen`, matches, and fails telling what it was. */
  async reads(locator, pattern, timeout = 15_000, seen = (text) => text) {
    const matches = (text) => (pattern instanceof RegExp ? pattern.test(seen(text)) : seen(text).includes(pattern));
    const until = Date.now() + timeout;
    let text = "";
    while (Date.now() < until) {
      text = await locator.first().innerText({ timeout: 1000 }).catch(() => text);
      if (matches(text)) return text;
      await this.tab.waitForTimeout(50);
    }
    assert.fail(`expected to read ${pattern}, but read: ${text}`);
  }

  /** Lets messages through whose text the story expects; everything else on the console fails it. */
  expect(pattern) {
    this.expected = (text) => pattern.test(text);
  }

  /** Holds the page's program back, so that what stands there before it can be looked at, until what it gives is called. */
  async holdsProgram() {
    let release;
    const held = new Promise((resolve) => (release = resolve));
    await this.tab.route(/_bg\.wasm$/, async (route) => {
      await held;
      await route.continue();
    });
    return release;
  }

  /** Opens the site anew, as a person who reloads it. */
  async reload() {
    await this.tab.reload();
  }

  /** Saves what the view shows, for a person to look at. */
  async shot(name) {
    await mkdir(screenshots, { recursive: true });
    this.shots += 1;
    const words = [this.title, this.view.size.name, look(this.view), String(this.shots), name];
    const file = `${words.join("-").toLowerCase().replace(/[^a-z0-9]+/g, "-")}.png`;
    await this.tab.screenshot({ path: path.join(screenshots, file) });
  }

  /** Fails if axe-core finds anything that keeps people out; `options` are axe.run's. */
  async isAccessible(options = {}) {
    const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    // Evaluated by the debugger, which the page's Content-Security-Policy does not bind.
    await this.tab.evaluate(`if (!window.axe) { ${axe} }`);
    const { violations } = await this.tab.evaluate((options) => window.axe.run(document, options), options);
    const told = violations.map(({ id, help, nodes }) => `${id}: ${help}\n      ${nodes.map((node) => node.html).join("\n      ")}`);
    assert.equal(violations.length, 0, `axe-core found:\n    ${told.join("\n    ")}`);
  }

  /** Fails if the page scrolls sideways. */
  async fitsItsWidth() {
    const over = await this.tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(over <= 0, `the page is ${over} px wider than its window`);
  }

  /** The end of every story: nothing was complained about. */
  async settle() {
    assert.ok(this.complaints.length === 0, "the story was told, but");
  }

  diary() {
    return this.complaints.length === 0 ? "" : `\n  the page complained:\n    ${this.complaints.join("\n    ")}`;
  }
}
