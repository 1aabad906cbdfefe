// SPDX-License-Identifier: Apache-2.0
// Keys for a grid of items: [data-grid]. j and k or the arrows go from one to the next (up and down
// by a row), x picks one, Enter opens it. Says how many are picked. Without this script the grid is
// links and boxes in the ordinary order.

const MOVES = { j: "next", ArrowRight: "next", k: "previous", ArrowLeft: "previous", ArrowDown: "below", ArrowUp: "above" };

function bindGrid(grid) {
  const links = [...grid.querySelectorAll(".card-text a")];
  const boxes = [...grid.querySelectorAll("[data-pick]")];
  const said = document.querySelector("[data-picked]");
  const say = () => {
    const picked = boxes.filter((box) => box.checked).length;
    if (said) {
      said.textContent = picked === 1 ? "1 item picked" : `${picked} items picked`;
    }
    for (const box of boxes) {
      box.closest(".card").toggleAttribute("data-is-picked", box.checked);
    }
  };
  grid.addEventListener("change", say);
  say();
  const all = document.querySelector("[data-pick-all]");
  if (all) {
    all.hidden = false;
    all.addEventListener("click", () => {
      const every = boxes.every((box) => box.checked);
      for (const box of boxes) {
        box.checked = !every;
      }
      say();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input:not([data-pick]), select, textarea, video, dialog") || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const at = links.findIndex((link) => link.closest(".card").contains(document.activeElement));
    if (event.key === "x" && at >= 0) {
      const box = links[at].closest(".card").querySelector("[data-pick]");
      if (box) {
        box.checked = !box.checked;
        say();
      }
    } else if (event.key in MOVES && (at >= 0 || "jk".includes(event.key))) {
      event.preventDefault();
      links[to(links, at, MOVES[event.key])]?.focus();
    }
  });
}

// A small picture that does not come gives way to the kind's symbol and words.
function bindPicture(picture) {
  const without = () => {
    picture.hidden = true;
    picture.nextElementSibling.hidden = false;
  };
  picture.addEventListener("error", without);
  if (picture.complete && picture.getAttribute("src") && picture.naturalWidth === 0) {
    without();
  }
}

function to(links, at, move) {
  if (move === "next") {
    return Math.min(links.length - 1, at + 1);
  }
  if (move === "previous") {
    return Math.max(0, at - 1);
  }
  const here = links[at].closest(".card").getBoundingClientRect();
  const down = move === "below";
  let best = at;
  let least = Infinity;
  links.forEach((link, index) => {
    const there = link.closest(".card").getBoundingClientRect();
    const far = down ? there.top - here.top : here.top - there.top;
    const cost = far * 10 + Math.abs(there.left - here.left);
    if (far > here.height / 2 && cost < least) {
      least = cost;
      best = index;
    }
  });
  return best;
}

document.querySelectorAll("[data-picture]").forEach(bindPicture);
for (const grid of document.querySelectorAll("[data-grid]")) {
  bindGrid(grid);
}
