// SPDX-License-Identifier: Apache-2.0
// Sets the remembered light or dark before the page is drawn, so that nothing flashes.
// A classic script in the head on purpose: a module would run after the first paint.

try {
  const kept = window.localStorage.getItem("holdfast-theme");
  if (kept === "light" || kept === "dark") {
    document.documentElement.dataset.theme = kept;
  }
} catch {
  // Storage may be forbidden; the page then follows the machine.
}
