// SPDX-License-Identifier: Apache-2.0
// On the page that places a recording: the second at which the player stands goes into the form.
// Without this script the second is typed.

import { secondWords } from "./frame-times.js";

for (const video of document.querySelectorAll("[data-reads]")) {
  const field = document.getElementById(video.dataset.reads);
  const tool = document.querySelector("[data-take-second]");
  tool.hidden = false;
  tool.querySelector("[data-take]").addEventListener("click", () => {
    video.pause();
    field.value = secondWords(video.currentTime);
    field.focus();
  });
}
for (const element of document.querySelectorAll(".no-script")) {
  element.hidden = true;
}
