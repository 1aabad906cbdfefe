// SPDX-License-Identifier: Apache-2.0
// Binds the behaviours that any page may use, by data attributes; each is optional, and every page
// works without them.

import { bindDialogOpener } from "./dialog.js";
import { bindFilePicker } from "./file-picker.js";
import { bindThemeSwitch } from "./theme.js";

const BEHAVIOURS = {
  "[data-theme-switch]": bindThemeSwitch,
  "[data-file-picker]": bindFilePicker,
  "[data-opens-dialog]": bindDialogOpener,
  "[data-copy]": bindCopy,
  "[data-print]": (button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  },
  "[data-submits]": (control) => {
    control.addEventListener("change", () => control.form.requestSubmit());
  },
  "[data-focus]": (element) => element.focus(),
};

function bindCopy(button) {
  if (!navigator.clipboard) {
    return;
  }
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.textContent = "Copied";
  });
}

function bindAll(scope) {
  for (const [selector, bind] of Object.entries(BEHAVIOURS)) {
    const found = [...scope.querySelectorAll(selector)];
    if (scope.matches?.(selector)) {
      found.push(scope);
    }
    for (const element of found.filter((one) => !one.dataset.bound)) {
      element.dataset.bound = "yes";
      bind(element);
    }
  }
}

bindAll(document);
document.addEventListener("htmx:load", (event) => bindAll(event.detail.elt));
