// SPDX-License-Identifier: Apache-2.0
// The switch between light and dark: [data-theme-switch], with its word in [data-theme-word].
// Without this script the page follows the machine's own setting.

const root = document.documentElement;
const machineIsDark = window.matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : machineIsDark.matches;
}

function show(button) {
  const other = isDark() ? "Light" : "Dark";
  button.querySelector("[data-theme-word]").textContent = other;
  button.setAttribute("aria-label", `${other} colours`);
}

export function bindThemeSwitch(button) {
  button.hidden = false;
  show(button);
  machineIsDark.addEventListener("change", () => show(button));
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try {
      window.localStorage.setItem("holdfast-theme", root.dataset.theme);
    } catch {
      // Not remembered; the choice holds for this page.
    }
    show(button);
  });
}
