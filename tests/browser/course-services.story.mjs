// Lessons about what runs side by side: an app and its database, a registry, two who want one port, a Compose project.

import { DESKTOP, PHONE, story } from "./harness.mjs";
import { answer, hasDone, hasFinished, hurry, isTold, open, openFile, picture, press, prints, rewrite, run, select, speakChinese, type, write } from "./person.mjs";

story(
  "Networks: a learner looks for the database in the app's own container, and beside its network",
  async (page) => {
    await hurry(page);
    await open(page, "Networks", "An application and its database");
    await answer(page, "localhost", "In the container of redis", "Not this one.");
    await answer(page, "localhost", "In its own container", "Right.");
    await run(page, "docker build -q -t guestbook .", /-t guestbook \.\s*sha256:[0-9a-f]{64}/);
    await run(page, "docker network create book && docker run -d --name db redis:7", /redis:7\s*([0-9a-f]{64}\s*){2}/);
    await run(page, "docker run -d --name app --network book -p 8000:8000 -e DB_HOST=localhost guestbook", /guestbook\s*[0-9a-f]{64}/);
    await run(page, "clear; curl -s localhost:8000", /500 Internal Server Error/);
    await isTold(page, "connect", "In the container app, localhost is app itself.");
    await isTold(page, "connect", "Both run, but not both on the network book.");
    await page.isAccessible();
    await page.shot("mistake");

    await run(page, "clear; docker rm -f app", /^app\s*\S*\$\s*$/);
    await run(page, "docker run -d --name app --network book -p 8000:8000 -e DB_HOST=db guestbook", /DB_HOST=db guestbook\s*[0-9a-f]{64}/);
    await run(page, "clear; curl -s localhost:8000", /500 Internal Server Error/);
    await isTold(page, "connect", "The application answers, but it does not reach its database: docker logs app.");
    await run(page, "clear; docker logs app 2>&1 | grep -o 'Error -.*'", /Error -\d connecting to db:6379/);
    await run(page, "clear; docker network connect book db; curl -s localhost:8000; curl -s localhost:8000", /1 guests so far.*2 guests so far/);
    await hasDone(page, "connect", "hide");
    await picture(page, /Networks/);
    await page.sees(page.role("heading", /book/));
    await page.shot("network");

    await run(page, "clear; docker rm -f db && docker run -d --name db -v guests:/data redis:7", /^db\s*[0-9a-f]{64}/);
    await isTold(page, "swap", "db has its volume. See that it is on the network book, and ask the page again.");
    await run(page, "clear; docker network connect book db; curl -s localhost:8000", /1 guests so far/);
    await hasDone(page, "connect", "hide", "swap");
    await hasFinished(page, "An application and its database");
  },
  { views: [{ theme: "light", size: DESKTOP }], timeout: 480_000 },
);

story(
  "Registries: a learner is refused, mistypes the password and logs out too early, in Chinese",
  async (page) => {
    await speakChinese(page);
    await open(page, "镜像仓库", "登录、推送、拉取");
    await answer(page, "stdin", "它会加密发送", "Not this one.");
    await answer(page, "stdin", "命令行会留在 shell 历史和进程列表里", "Right.");
    await run(page, "docker build -q -t localhost:5001/parcel:1.0 .", /sha256:[0-9a-f]{64}/);
    await run(page, "docker push localhost:5001/parcel:1.0", /no basic auth credentials/);
    await run(page, "clear; docker login localhost:5001 -u ann", /Password:\s*$/);
    await type(page, "seven-blue-stamp", /401 Unauthorized/);
    await page.shot("wrong password");
    await run(page, "clear; docker login localhost:5001 -u ann --password-stdin < password.txt", /Login Succeeded/);
    await run(page, "clear; docker push localhost:5001/parcel:1.0", /1\.0: digest: sha256:/);
    await hasDone(page, "push");

    await run(page, "clear; docker pull localhost:5001/parcel:1.0", /Image is up to date/);
    await isTold(page, "round", "它还在本地，拉取证明不了什么。先去掉它的名字（docker rmi），再拉取。");
    await page.isAccessible();
    await page.fitsItsWidth();
    await page.shot("mistake");
    await run(page, "clear; docker logout localhost:5001 && docker rmi localhost:5001/parcel:1.0", /Deleted: sha256:/);
    await run(page, "clear; docker pull localhost:5001/parcel:1.0", /no basic auth credentials/);
    await run(page, "clear; docker login localhost:5001 -u ann --password-stdin < password.txt", /Login Succeeded/);
    await run(page, "clear; docker pull localhost:5001/parcel:1.0", /Downloaded newer image/);
    await run(page, "clear; docker logout localhost:5001", /Removing login credentials/);
    await hasDone(page, "push", "round");
    await hasFinished(page, "登录、推送、拉取");
  },
  { views: [{ theme: "light", size: PHONE }], timeout: 480_000 },
);

story(
  "When it goes wrong: a learner wants a port that is taken, then a name that is taken, by keyboard alone",
  async (page) => {
    page.keyboardOnly = true;
    await open(page, "When it goes wrong", "Port is already allocated");
    await answer(page, "side", "Yes, only one can have port 80", "Not this one.");
    await page.isAccessible();
    await page.shot("wrong answer");
    await answer(page, "side", "No; only the left side of -p must differ", "Right.");

    await run(page, "docker run -d --name east -p 8080:80 -v ./east:/usr/share/nginx/html:ro nginx:alpine", /port is already allocated/);
    await isTold(page, "swap", "east was made, but could not start: its port is taken, and its name too now.");
    await run(page, "docker rm -f west", /rm -f west\s*west/);
    await isTold(page, "swap", "west is gone. It has to serve its page on 8081; its page is in the folder west.");
    await page.shot("mistake");
    await run(page, "clear; docker run -d --name east -p 8080:80 -v ./east:/usr/share/nginx/html:ro nginx:alpine", /The container name "\/east" is already in use/);
    await run(page, "clear; docker start east && docker run -d --name west -p 8081:80 -v ./west:/usr/share/nginx/html:ro nginx:alpine", /east\s*[0-9a-f]{64}/);
    await run(page, "clear; curl -s localhost:8080 localhost:8081", /East kiosk.*West kiosk/);
    await hasDone(page, "swap");
    await answer(page, "spare", "Publish east on 127.0.0.1:8080", "Not this one.");
    await answer(page, "spare", "Not at all, as long as west has 8080 on every address", "Right.");
    await hasFinished(page, "Port is already allocated");
  },
  { views: [{ theme: "light", size: DESKTOP }], timeout: 480_000 },
);

story(
  "Compose: a learner goes from message to message through a compose.yaml that does not work",
  async (page) => {
    await open(page, "Compose", "A compose.yaml that does not work");
    await run(page, "docker compose config", /found character that cannot start any token/);
    await isTold(page, "valid", "There is still a tab in the file.");
    await page.isAccessible();
    await page.shot("tab");
    await openFile(page, "compose.yaml");
    await select(page, "data:/var/lib/mysql");
    // The tab stands before the words: all of the line goes.
    for (const key of ["Home", "Home", "Shift+End"]) await page.tab.keyboard.press(key);
    await write(page, ["      - data:/var/lib/mysql"]);
    await run(page, "clear; docker compose config", /additional properties 'port' not allowed/);
    await press(page, page.role("button", "Fix: Change to ports"));
    await run(page, "clear; docker compose config", /refers to undefined volume/);
    await isTold(page, "valid", "the volume data is used, but nowhere declared. Where is that done?");
    await select(page, "retries");
    await page.tab.keyboard.press("ControlOrMeta+End");
    await write(page, ["volumes:", "  data:"]);
    await page.shot("volumes");
    await run(page, "clear; docker compose config", /depends on undefined service/);
    await isTold(page, "valid", "What is the database called in it?");
    await rewrite(page, "database:", "db:");
    await run(page, "clear; docker compose config", /name: stock/);
    await hasDone(page, "valid");

    await run(page, "clear; docker compose up -d", /dependency failed to start/);
    await isTold(page, "database", "db has ended right after its start. A program that ends usually says why: docker compose logs db.");
    await run(page, "clear; docker compose logs db", /MYSQL_ROOT_PASSWORD/);
    await rewrite(page, "MYSQL_ROOT_PASWORD", "MYSQL_ROOT_PASSWORD: secret");
    await run(page, "clear; docker compose up -d", /$/);
    await press(page, page.role("button", "Skip the wait"));
    await prints(page, /is unhealthy/);
    await isTold(page, "database", "MySQL runs, and its health check fails each time.");
    await rewrite(page, "test:", 'test: ["CMD", "mysqladmin", "ping", "-h", "127.0.0.1"]');
    await run(page, "clear; docker compose up -d", /port is already allocated/);
    await hasDone(page, "valid", "database");
    await isTold(page, "answers", "web has been made but could not start.");
    await page.shot("taken");
    await rewrite(page, "8000:5000", '- "8001:5000"');
    await run(page, "clear; docker compose up -d", /Container stock-web-1\s+Started/);
    await run(page, "clear; curl -s localhost:8001/items", /nothing yet/);
    await answer(page, "which", "docker compose config", "Not this one.");
    await answer(page, "which", "docker compose logs web", "Right.");
    await hasDone(page, "valid", "database", "answers");
    await hasFinished(page, "A compose.yaml that does not work");
  },
  { views: [{ theme: "dark", size: DESKTOP }], timeout: 480_000 },
);
