// A lesson of the course from start to done, found in the list of lessons, with a wrong answer and a mistake on the way.

import assert from "node:assert/strict";
import { story } from "./harness.mjs";
import { exercise, prints, run, show } from "./person.mjs";

story("a learner goes through a lesson with mistakes on the way", async (page) => {
  await page.role("button", "All lessons").click();
  await page.tab.locator(".course summary", { hasText: /^Volumes$/ }).click();
  await page.isAccessible();
  await page.shot("course");
  await page.role("button", /Named volumes/).click();
  await page.sees(page.role("heading", "Named volumes"));
  assert.match(page.tab.url(), /#07-volumes\/02-named-volumes$/);
  await page.isAccessible();
  await page.fitsItsWidth();

  const quiz = page.tab.locator("[data-quiz=anonymous]");
  await quiz.getByText("Gone with the container").click();
  await quiz.getByRole("button", { name: "Answer" }).click();
  await page.sees(quiz.getByText("Not this one."));
  await quiz.getByText("In a volume with a long name").click();
  await quiz.getByRole("button", { name: "Answer" }).click();
  await page.sees(quiz.getByText("Right."));
  await quiz.scrollIntoViewIfNeeded();
  await page.shot("quiz");

  const keep = exercise(page, "keep");
  await keep.getByRole("button", { name: "Give me a hint" }).click();
  await page.sees(keep.getByText("In which folder does redis keep its data?"));
  await keep.getByRole("button", { name: "Tell me" }).click();
  await page.sees(keep.getByText("In /data:"));

  await show(page, "Terminal");
  await prints(page, /\$\s*$/);
  await run(page, "docker run -d --name counter -v visits:/var/lib/redis redis:7", /[0-9a-f]{64}/);
  await show(page, "Lesson");
  await page.sees(keep.getByText("not where redis keeps its data"));
  await keep.scrollIntoViewIfNeeded();
  await page.isAccessible();
  await page.shot("mistake");

  await run(page, "docker rm -f counter", /rm -f counter\s*counter/);
  await run(page, "docker run -d --name counter -v visits:/data redis:7 && sleep 1 && docker exec counter redis-cli set visits 42", /OK/);
  await run(page, "docker exec counter redis-cli save && echo on the disk", /OK\s*on the disk/);
  await show(page, "Lesson");
  await page.sees(page.tab.locator("[data-exercise=keep].exercise-done"));
  await page.shot("done");

  await page.reload();
  await page.sees(page.tab.locator("[data-exercise=keep].exercise-done"));
  await page.sees(quiz.getByText("Right."));
  await page.role("button", /Bind mounts/).click();
  await page.sees(page.role("heading", /Bind mounts/));
});

story("a lesson is read and taken in Chinese", async (page) => {
  await page.role("button", "Settings").click();
  await page.role("combobox", "Language").selectOption({ label: "简体中文" });
  await page.tab.keyboard.press("Escape");
  await page.role("button", "全部课程").click();
  await page.tab.locator(".course summary", { hasText: /^卷$/ }).click();
  await page.tab.locator(".course-lesson").filter({ hasText: "命名卷" }).click();
  await page.sees(page.tab.locator("[data-exercise=keep]"));
  assert.equal(await page.tab.locator(".drydock").getAttribute("lang"), "zh-CN");
  await page.isAccessible();
  await page.fitsItsWidth();
  await page.shot("lesson");
});
