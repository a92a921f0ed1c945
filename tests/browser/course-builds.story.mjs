// Lessons that are taken in the editor: Dockerfiles with mistakes, built, told about, mended and built again.

import { DESKTOP, PHONE, story } from "./harness.mjs";
import { answer, hasDone, hasFinished, hurry, isTold, open, picture, press, rewrite, run, select, write } from "./person.mjs";

story(
  "Dockerfile instructions: a learner misspells WORKDIR and goes the wrong way, by keyboard alone",
  async (page) => {
    page.keyboardOnly = true;
    await open(page, "Dockerfile instructions", "WORKDIR: where things happen");
    await run(page, "echo /srv/kitchen/cellar/oven > path.txt", /path\.txt\S*\$\s*$/);
    await isTold(page, "maze", ".. leaves a folder, and the next relative path starts from there. Go line by line.");
    await run(page, "docker build -q -f Dockerfile.maze -t maze . && docker run --rm maze", /\/srv\/kitchen\/oven/);
    await run(page, "docker run --rm maze > path.txt", /> path\.txt\S*\$\s*$/);
    await hasDone(page, "maze");

    await run(page, "docker build -q -t menu . && docker run --rm menu", /FileNotFoundError/);
    await isTold(page, "menu", "The program looked for menu.txt in the folder in which it was started.");
    await page.isAccessible();
    await page.shot("mistake");
    await rewrite(page, "WORKDIR app", "WORKDRI /app");
    await page.reads(page.tab.locator(".problems"), /unknown instruction: WORKDRI/i);
    await page.shot("misspelt");
    await run(page, "docker build -q -t menu .", /unknown instruction: WORKDRI \(did you mean WORKDIR\?\)/);
    await press(page, page.role("button", "Fix: Change to WORKDIR"));
    await page.reads(page.tab.locator(".cm-content"), "WORKDIR /app");
    await select(page, "WORKDIR data");
    await page.tab.keyboard.press("Backspace");
    await page.tab.keyboard.press("Backspace");
    await run(page, "docker build -q -t menu . && docker run --rm menu", /Today: pea soup/);
    await hasDone(page, "maze", "menu");
    await hasFinished(page, "WORKDIR: where things happen");
  },
  { views: [{ theme: "dark", size: DESKTOP }], timeout: 480_000 },
);

story(
  "Fast and small builds: a learner ships the tools along, and publishes the wrong port",
  async (page) => {
    await open(page, "Fast and small builds", "Build in one stage, ship another");
    await answer(page, "env", "Yes, settings add up", "Not this one.");
    await answer(page, "env", "No: a new FROM starts from nothing but its base", "Right.");
    await rewrite(page, "FROM python", "FROM python:3.12-slim AS build");
    await rewrite(page, "CMD", "FROM nginx:alpine", "COPY --from=build /work /usr/share/nginx/html");
    await page.reads(page.tab.locator(".problems"), "No problems");
    await page.shot("edited");
    await run(page, "docker build -q -t handbook . && echo built", /sha256:[0-9a-f]{64}\s*built/);
    await isTold(page, "split", "The sources went along. Copy only the folder /work/site, not all of /work.");
    await page.isAccessible();
    await page.fitsItsWidth();
    await page.shot("mistake");

    await rewrite(page, "COPY --from=build", "COPY --from=build /work/site /usr/share/nginx/html");
    await run(page, "docker build -q -t handbook . && docker run -d --name pages -p 8080:8080 handbook", /sha256:[0-9a-f]{64}\s*[0-9a-f]{64}\D*\$\s*$/);
    await picture(page, /Preview/);
    await page.role("textbox", "Address").fill("http://localhost:8080");
    await page.role("textbox", "Address").press("Enter");
    await page.reads(page.tab.locator(".refusal"), "The connection was reset.");
    await page.shot("wrong port");
    await run(page, "docker rm -f pages && docker run -d --name pages -p 8080:80 handbook", /pages\s*[0-9a-f]{64}\D*\$\s*$/);
    await picture(page, /Preview/);
    await page.role("button", "Go", { exact: true }).click();
    await page.sees(page.tab.frameLocator("iframe").getByRole("heading", { name: "Welcome on board" }));
    await page.shot("served");
    await hasDone(page, "split");

    await run(page, "docker build -q --target builder -t handbook:sources .", /target stage "builder" could not be found/);
    await run(page, "docker build -q --target build -t handbook:sources .", /-t handbook:sources \.\s*sha256:[0-9a-f]{64}/);
    await hasDone(page, "split", "target");
    await hasFinished(page, "Build in one stage, ship another");
  },
  { views: [{ theme: "dark", size: PHONE }], timeout: 480_000 },
);

story(
  "A Python app: a learner takes root away from the program, and with it its folder",
  async (page) => {
    await hurry(page);
    await open(page, "A Python app from laptop to production", "Not as root");
    await answer(page, "before", "The build is safer", "Not this one.");
    await answer(page, "before", "pip can't write to /usr/local", "Right.");
    /** Writes lines above the one that begins with CMD. */
    const above = async (...lines) => {
      await select(page, "CMD");
      await page.tab.keyboard.press("ArrowLeft");
      await write(page, [...lines, ""]);
    };
    const build = () => run(page, "docker rm -f web; docker build -q -t bakery . && docker run -d --name web -p 8000:8000 bakery", /sha256:[0-9a-f]{64}\s*[0-9a-f]{64}\D*\$\s*$/);
    await above("USER 10001");
    await build();
    await isTold(page, "least", "web has ended: docker logs web. Can user 10001 make the folder /receipts?");
    await run(page, "clear; docker logs web 2>&1 | tail -n 1", /PermissionError: \[Errno 13\] Permission denied: '\/receipts'/);

    // root makes the folder, and it stays root's.
    await rewrite(page, "USER 10001", "RUN mkdir /receipts", "USER 10001");
    await build();
    await run(page, "clear; curl -s -d text=one localhost:8000/receipts", /500 Internal Server Error/);
    await run(page, "clear; docker exec web ls -ld /receipts", /root root/);
    await page.isAccessible();
    await page.shot("mistake");
    await rewrite(page, "RUN mkdir", "RUN mkdir /receipts && chown 10001 /receipts");
    await run(page, "clear", /^\S*\$\s*$/);
    await build();
    await run(page, "clear; curl -s -d text=one localhost:8000/receipts", /1\.txt/);
    await isTold(page, "least", "The receipt is written. Now ask for the list of them: curl localhost:8000/receipts.");
    await run(page, "clear; curl -s localhost:8000/receipts", /^1\.txt/);
    await hasDone(page, "least");

    await run(page, "clear; docker run -d --name shop -p 8001:8000 -v receipts:/receipts bakery", /[0-9a-f]{64}/);
    await run(page, "clear; curl -s -d text=two localhost:8001/receipts", /500 Internal Server Error/);
    await run(page, "docker run --rm --user root -v receipts:/receipts bakery chown -R 10001 /receipts", /-R 10001 \/receipts\S*\$\s*$/);
    await run(page, "clear; curl -s -d text=two localhost:8001/receipts; curl -s localhost:8001/receipts", /2\.txt\s*1\.txt\s*2\.txt/);
    await hasDone(page, "least", "old");
    await hasFinished(page, "Not as root");
  },
  { views: [{ theme: "dark", size: DESKTOP }], timeout: 480_000 },
);
