// Lessons that are taken in the terminal: what a container shares with its host, names of images, a program in a container.

import { DESKTOP, PHONE, story } from "./harness.mjs";
import { answer, hasDone, hasFinished, isTold, open, openFile, run, select, speakChinese, type, write } from "./person.mjs";

story(
  "Why containers: a learner takes the distribution for the kernel, and everything for a container's work",
  async (page) => {
    await open(page, "Why containers", "Containers and virtual machines");
    await answer(page, "update", "Every image, and build them anew.", "Not this one.");
    await answer(page, "update", "The kernel of the host.", "Right.");

    // The version of the system's files is not that of the kernel.
    await run(page, "echo \"host: $(uname -r)\" > kernels.txt", /kernels\.txt\S*\$\s*$/);
    await run(page, "echo 'alpine: 3.20' >> kernels.txt; echo 'debian: 12' >> kernels.txt; cat kernels.txt", /host: 6\.\S*alpine: 3\.20\s*debian: 12/);
    await isTold(page, "kernels", "That is the version of the distribution, the files of the image.");
    await page.fitsItsWidth();
    await page.shot("mistake");
    await run(page, "echo \"host: $(uname -r)\" > kernels.txt", /kernels\.txt\S*\$\s*$/);
    await run(page, "echo \"alpine: $(docker run --rm alpine:3.20 uname -r)\" >> kernels.txt", /kernels\.txt\S*\$\s*$/);
    await run(page, "echo \"debian: $(docker run --rm debian:bookworm-slim uname -r)\" >> kernels.txt", /kernels\.txt\S*\$\s*$/);
    await hasDone(page, "kernels");

    // Without a command that lasts, the five are over at once.
    await run(page, "for n in 1 2 3 4 5; do docker run -d --name car-$n alpine:3.20; done", /([0-9a-f]{64}\s*){5}/);
    await isTold(page, "fleet", "car-1 has ended. With -d and a command that lasts, it stays.");
    await run(page, "docker rm car-1 car-2 car-3 car-4 car-5", /(car-\d\s*){10}/);
    await run(page, "for n in 1 2 3 4 5; do docker run -d --name car-$n alpine:3.20 sleep 100000; done", /sleep 100000; done\s*([0-9a-f]{64}\s*){5}/);
    await hasDone(page, "fleet");

    await run(page, "printf '1 container\\n2 container\\n3 container\\n4 vm\\n' > choice.txt", /choice\.txt\S*\$\s*$/);
    await isTold(page, "choice", "Case 2 needs a kernel that this machine doesn't have.");
    await run(page, "sed -i 's/2 container/2 vm/' choice.txt && cat choice.txt", /1 container\s*2 vm\s*3 container\s*4 vm/);
    await hasDone(page, "kernels", "fleet", "choice");
    await hasFinished(page, "Containers and virtual machines");
  },
  { views: [{ theme: "light", size: PHONE }], timeout: 480_000 },
);

story(
  "Images: a learner gives names the wrong way round, and forces an image out, by keyboard alone",
  async (page) => {
    page.keyboardOnly = true;
    await open(page, "Images", "Tag, move a tag, remove");
    await run(page, "docker build -q -t board:1 one && docker build -q -t board:2 two && docker tag board:2 board:live", /(sha256:[0-9a-f]{64}\s*){2}/);
    // The names the wrong way round: docker tag takes what there is first, and the new name last.
    await run(page, "docker tag board:live board:1", /board:live board:1\S*\$\s*$/);
    await run(page, "docker run --rm board:1", /Today: cake/);
    await isTold(page, "rollback", "Version 1 has no name left. Build it again as board:1; it is all in the cache.");
    await page.isAccessible();
    await page.shot("mistake");
    await run(page, "docker build -q -t board:1 one && docker tag board:1 board:live && docker run --rm board:live", /Today: soup/);
    await hasDone(page, "rollback");

    await answer(page, "rmi", "It is deleted.", "Not this one.");
    await answer(page, "rmi", "It is still there, under another name.", "Right.");

    await run(page, "docker rmi poster", /docker rmi poster.*Untagged: poster:latest/);
    await isTold(page, "poster", "The name poster is gone, the image isn't: it has another name, flyer.");
    await run(page, "docker rmi flyer", /must be forced/);
    await run(page, "docker rmi -f flyer", /Untagged: flyer:latest/);
    await isTold(page, "poster", "You forced it. The container wall still holds on to the image, which has no name now.");
    await run(page, "docker rm wall", /docker rm wall\s*wall/);
    await run(page, "docker image prune", /Are you sure you want to continue\? \[y\/N\]/);
    await type(page, "y", /Total reclaimed space/);
    await hasDone(page, "rollback", "poster");
    await hasFinished(page, "Tag, move a tag, remove");
  },
  { views: [{ theme: "light", size: DESKTOP }], timeout: 480_000 },
);

story(
  "Containers: a learner mends a container and learns that the image is still wrong, in Chinese",
  async (page) => {
    await speakChinese(page);
    await open(page, "容器", "进入运行中的容器：exec");
    await answer(page, "redirect", "在容器里。", "Not this one.");
    await answer(page, "redirect", "在你的机器上。", "Right.");
    await run(page, "docker build -q -t bakery .", /-t bakery \.\s*sha256:[0-9a-f]{64}/);
    await run(page, "docker exec bakery ls", /No such container: bakery/);
    await isTold(page, "price", "没有名为 bakery 的容器在运行。");
    await run(page, "docker run -d --name bakery -p 8080:80 bakery", /8080:80 bakery\s*[0-9a-f]{64}/);
    await run(page, "docker exec bakery sed -i 's/32.0/3.20/' /usr/share/nginx/html/index.html && curl -s localhost:8080", /Rye loaf: 3\.20/);
    await isTold(page, "price", "你修好的是容器。下一个从镜像创建的容器还会是旧价格：镜像永远不会变。");
    await page.isAccessible();
    await page.shot("mistake");

    await openFile(page, "index.html");
    await select(page, "Rye loaf");
    // At its end, before </p>.
    await page.tab.keyboard.press("ArrowRight");
    for (const key of ["ArrowLeft", "Backspace"]) {
      for (let n = 0; n < 4; n += 1) await page.tab.keyboard.press(key);
    }
    await write(page, ["3.20"]);
    await isTold(page, "price", "但镜像是在那之前构建的。重新构建一次。");
    await run(page, "docker build -q -t bakery . && echo mended", /sha256:[0-9a-f]{64}\s*mended/);
    await hasDone(page, "price");

    await run(page, "docker exec vault cat /srv/code > code.txt", /cat: can't open '\/srv\/code': Permission denied/);
    await isTold(page, "vault", "如果你不说明，你在容器里是谁？");
    await run(page, "docker exec -u baker vault cat /srv/code > code.txt; cat code.txt", /rye-and-salt/);
    await hasDone(page, "price", "vault");
    await hasFinished(page, "进入运行中的容器：exec");
  },
  { views: [{ theme: "dark", size: DESKTOP }], timeout: 480_000 },
);
