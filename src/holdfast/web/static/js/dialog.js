// SPDX-License-Identifier: Apache-2.0
// Opens a <dialog> from a button: [data-opens-dialog="id"]. The button is usually a link to a page
// that does the same, so that nothing is lost without this script. Escape and [data-closes-dialog]
// close it; the browser gives the focus back to the opener.

export function bindDialogOpener(opener) {
  const dialog = document.getElementById(opener.dataset.opensDialog);
  opener.hidden = false;
  opener.setAttribute("aria-haspopup", "dialog");
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.showModal();
  });
  for (const closer of dialog.querySelectorAll("[data-closes-dialog]")) {
    closer.addEventListener("click", (event) => {
      event.preventDefault();
      dialog.close();
    });
  }
}
