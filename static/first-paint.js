// Runs right behind the lesson's text in index.html, before anything is drawn: takes over the person's theme, text size
// and splitters, and puts the lesson that the address names, in the person's language, in place of the first one. The
// page's program replaces all of it when it is there.
{
  const paint = document.querySelector(".first-paint");
  const article = paint.querySelector("article");
  let chosen = {};
  try {
    chosen = JSON.parse(localStorage.getItem("drydock.preferences")) ?? {};
  } catch {
    // Storage is refused, or holds something else.
  }
  const language = chosen.language ?? ((navigator.language ?? "").toLowerCase().startsWith("zh") ? "zh" : "en");
  const wished = matchMedia("(prefers-contrast: more)").matches ? "contrast" : "system";
  paint.dataset.theme = wished;
  if (["light", "dark", "contrast"].includes(chosen.theme)) paint.dataset.theme = chosen.theme;
  if ([13, 15, 17, 20].includes(chosen.font_size)) paint.classList.add(`text-${chosen.font_size}`);
  for (const name of ["lesson", "pictures", "editor"]) {
    const value = Number(chosen.splits?.[name]);
    if (value >= 15 && value <= 70) paint.style.setProperty(`--split-${name}`, String(value));
  }
  let id = "";
  try {
    id = decodeURIComponent(location.hash.slice(1));
  } catch {
    // An address that is none names no lesson.
  }
  const is_lesson = /^[\w-]+\/[\w-]+$/.test(id);
  const elsewhere = location.search.includes("course=") || id.startsWith("share=");
  const wanted = is_lesson ? id : paint.dataset.lesson;
  if (elsewhere || wanted !== paint.dataset.lesson || language === "zh") {
    article.replaceChildren();
    paint.querySelector(".topbar-title").textContent = "";
    if (!elsewhere && wanted) {
      fetch(`lessons/${wanted}${language === "zh" ? ".zh" : ""}.html`)
        .then((answer) => (answer.ok ? answer.text() : ""))
        .then((text) => {
          // The site's own file, written when the site was built.
          article.innerHTML = text;
          article.lang = language === "zh" ? "zh-CN" : "en";
          paint.querySelector(".topbar-title").textContent = article.querySelector(".lesson-title")?.textContent ?? "";
        })
        .catch(() => {});
    }
  }
}
