// Pictures of every view, in both themes and both languages, at a desktop's size and at a phone's, for a person to judge.
// Where the machine has no font with Chinese letters they are drawn as boxes: what is judged there is room and order.

import { DESKTOP, PHONE, story } from "./harness.mjs";
import { everyView } from "./views.mjs";

const views = [];
for (const language of ["en", "zh"]) {
  for (const size of [DESKTOP, PHONE]) {
    for (const theme of ["light", "dark"]) views.push({ theme, size, language });
  }
}

story(
  "looks",
  async (page) => {
    await everyView(page, async (name) => {
      await page.shot(name);
      await page.fitsItsWidth();
    });
  },
  { views, timeout: 300_000 },
);
