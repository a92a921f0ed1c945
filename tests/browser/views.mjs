// Every view of the page, one after the other, with something in each: a built image, a Compose project, a container that
// has ended, a mistake in the Dockerfile. A story looks at each in its own way.

import { prints } from "./person.mjs";

const WORDS = {
  en: {
    panes: { lesson: "Lesson", editor: "Editor", terminal: "Terminal", pictures: "Pictures" },
    terminal: "Terminal 1",
    address: "Address",
    inside: "Look inside",
    work: "Your work",
    lessons: "All lessons",
    settings: "Settings",
    share: "Share…",
    resetAll: "Reset everything",
    closed: "Close",
    cancel: "Cancel",
    searched: "volume",
  },
  zh: {
    panes: { lesson: "课程", editor: "编辑器", terminal: "终端", pictures: "图示" },
    terminal: "终端 1",
    address: "地址",
    inside: "查看内部",
    work: "你的成果",
    lessons: "全部课程",
    settings: "设置",
    share: "分享…",
    resetAll: "重置全部",
    closed: "关闭",
    cancel: "取消",
    searched: "卷",
  },
};

export const PICTURES = ["layers", "containers", "images", "files", "preview", "storage", "compose", "goal", "timeline"];

const PROJECT = [
  "services:",
  "  web:",
  "    image: nginx",
  '    ports: ["8080:80"]',
  "    depends_on: [db]",
  "  db:",
  "    image: redis",
  '    volumes: ["data:/data"]',
  "volumes:",
  "  data:",
];

/**
 * Goes through every view; `look(name)` is called in each.
 * @param {import("./harness.mjs").Page} page
 * @param {(name: string) => Promise<void>} look
 */
export async function everyView(page, look) {
  const { tab } = page;
  const words = WORDS[page.view.language ?? "en"];
  const show = async (pane) => {
    if (page.isPhone) await tab.locator("nav.pane-tabs").getByRole("button", { name: words.panes[pane] }).click();
  };
  const picture = async (word) => {
    await show("pictures");
    await tab.locator(`.pane-pictures [role=tab][id$=-tab-${word}]`).click();
  };
  // What is waited for is not in what is typed.
  const runs = async (command, printed) => {
    await show("terminal");
    await page.role("textbox", words.terminal).focus();
    await tab.keyboard.type(`${command}; printf '%s%s\\n' ${printed.slice(0, 2)} ${printed.slice(2)}`, { delay: 2 });
    await tab.keyboard.press("Enter");
    await prints(page, new RegExp(`${printed}\\S*@?.*\\$\\s*$`));
  };
  await show("terminal");
  await prints(page, /\$\s*$/);
  await show("lesson");
  await look("lesson");
  await runs("docker build -q -t my-python-app .", "built");
  await runs(`printf '${PROJECT.join("\\n")}\\n' > compose.yaml`, "written");
  await runs("docker compose up -d --wait && curl -s localhost:8080 | head -4", "upped");
  await runs("docker run --name gone alpine sh -c 'touch /made; rm /etc/motd; exit 3'", "ended");
  await look("terminal");
  await tab.locator(".happened summary").click();
  await look("what happened");
  await tab.locator(".happened summary").click();

  for (const word of PICTURES) {
    await picture(word);
    await tab.locator(`.picture-${word} > *`).first().waitFor();
    await tab.locator(".picture .empty", { hasText: /…$/ }).waitFor({ state: "detached" });
    await look(`picture ${word}`);
  }
  await picture("preview");
  await page.role("textbox", words.address).fill("http://localhost:8080");
  await page.role("textbox", words.address).press("Enter");
  await tab.locator("iframe").waitFor();
  await look("preview of a page");
  await page.role("textbox", words.address).fill("http://localhost:9");
  await page.role("textbox", words.address).press("Enter");
  await tab.locator(".refusal").waitFor();
  await look("preview refused");
  await picture("images");
  await tab.locator(".card", { hasText: "my-python-app" }).getByRole("button", { name: words.inside }).click();
  await tab.locator(".layer-made summary").first().click();
  await look("layers of an image");
  await picture("containers");
  await tab.locator("[data-container=gone] .layer-buttons button").click();
  await tab.locator(".listing").waitFor();
  await look("files of a container");

  await show("editor");
  await tab.locator(".cm-content").click();
  await tab.keyboard.press("ControlOrMeta+End");
  await tab.keyboard.type("\nFORM x\nRUN cd /tmp && echo $NOPE");
  await tab.locator(".problems-some").waitFor();
  await tab.keyboard.press("Escape");
  await look("editor with mistakes");
  await tab.keyboard.type("\nWO", { delay: 20 });
  await tab.locator(".cm-tooltip-autocomplete").waitFor();
  await look("completion");
  await tab.keyboard.press("Escape");
  for (let n = 0; n < 3; n += 1) await tab.keyboard.press("Backspace");
  await show("lesson");

  await tab.keyboard.press("ControlOrMeta+k");
  await tab.locator(".palette[open]").waitFor();
  await tab.keyboard.type(words.searched);
  await tab.locator(".palette li").first().waitFor();
  await look("palette");
  await tab.keyboard.press("Escape");
  for (const menu of [words.lessons, words.work, words.settings]) {
    await page.role("button", menu, { exact: true }).click();
    await look(`menu ${menu}`);
    await tab.keyboard.press("Escape");
  }
  for (const [entry, end] of [[words.share, words.closed], [words.resetAll, words.cancel]]) {
    await page.role("button", words.work, { exact: true }).click();
    await page.role("button", entry, { exact: true }).click();
    await page.role("dialog").waitFor();
    await look(`dialog ${entry}`);
    await page.role("dialog").getByRole("button", { name: end, exact: true }).click();
  }
  const [site] = tab.url().split("#");
  for (const sheet of ["course", "cheat-sheet", "glossary"]) {
    await tab.evaluate((sheet) => { location.hash = sheet; }, sheet);
    await tab.locator("dialog.sheet .sheet-body > *").first().waitFor();
    await look(`sheet ${sheet}`);
    await tab.keyboard.press("Escape");
  }
  for (const [id, name] of [["07-volumes/02-named-volumes", "another lesson"], ["playground/04-nginx", "playground"]]) {
    await tab.goto(`${site}#${id}`);
    await show("terminal");
    await prints(page, /\$\s*$/);
    await show("lesson");
    await look(name);
  }
}
