// SPDX-License-Identifier: Apache-2.0
// Drawing an area or a line on the scene of a camera: [data-stage]. By mouse, touch or keys; what is
// drawn stands in the fields of the question, as shares of the picture, and what is typed there is
// drawn. Without this script the fields work alone.

const SVG = "http://www.w3.org/2000/svg";
const MOST = { area: 60, line: 2 };
const CLOSE = 16; // pixels within which a press takes hold of a point
const APART = 6; // pixels that a press must go before it is a line drawn in one stroke
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const NAMES = { area: "Area", line: "Line" };

function bindStage(stage) {
  const picture = stage.querySelector("[data-scene]");
  const drawing = stage.querySelector("[data-drawing]");
  const said = stage.querySelector("[data-stage-said]");
  const fields = { area: document.getElementById("id_area"), line: document.getElementById("id_line") };
  const drawn = { area: read(fields.area.value), line: read(fields.line.value) };
  let mode = "area";
  let held = null;
  let cross = null;

  const size = () => [drawing.clientWidth || 1, drawing.clientHeight || 1];

  function draw() {
    const [wide, high] = size();
    drawing.setAttribute("viewBox", `0 0 ${wide} ${high}`);
    drawing.replaceChildren();
    const add = (name, attributes, words = "") => {
      const shape = document.createElementNS(SVG, name);
      for (const [key, value] of Object.entries(attributes)) {
        shape.setAttribute(key, value);
      }
      shape.textContent = words;
      drawing.append(shape);
    };
    for (const kind of ["area", "line"]) {
      const points = drawn[kind].map(([x, y]) => `${x * wide},${y * high}`).join(" ");
      const shape = kind === "area" ? "polygon" : "polyline";
      if (drawn[kind].length > 1) {
        add(shape, { class: "drawn-under", points });
        add(shape, { class: `drawn-${kind}`, points });
      }
      drawn[kind].forEach(([x, y], number) => {
        add("circle", { class: "drawn-point", cx: x * wide, cy: y * high, r: 6 });
        if (kind === "line") {
          add("text", { class: "drawn-name", x: Math.min(x * wide + 9, wide - 12), y: Math.max(y * high - 9, 14) }, `${number + 1}`);
        }
      });
    }
    if (cross) {
      const [x, y] = [cross[0] * wide, cross[1] * high];
      add("path", { class: "drawn-cross", d: `M${x - 12} ${y}H${x + 12}M${x} ${y - 12}V${y + 12}` });
    }
  }

  function changed(words = said.textContent) {
    for (const kind of ["area", "line"]) {
      fields[kind].value = drawn[kind].map((point) => point.join(",")).join(" ");
    }
    said.textContent = words;
    draw();
  }

  function put(point) {
    if (mode === "line" && drawn.line.length === MOST.line) {
      drawn.line = [];
    }
    if (drawn[mode].length < MOST[mode]) {
      drawn[mode].push(point);
    }
    changed(toldOf(mode, drawn[mode]));
  }

  function takeAway() {
    drawn[mode].pop();
    changed(drawn[mode].length ? toldOf(mode, drawn[mode]) : `${NAMES[mode]} cleared.`);
  }

  const at = (event) => {
    const box = drawing.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height].map(share);
  };

  function nearest(event) {
    const [wide, high] = size();
    const [x, y] = at(event);
    for (const kind of [mode, mode === "area" ? "line" : "area"]) {
      const number = drawn[kind].findIndex(([px, py]) => Math.hypot((px - x) * wide, (py - y) * high) <= CLOSE);
      if (number >= 0) {
        return { kind, number };
      }
    }
    return null;
  }

  drawing.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) {
      return;
    }
    drawing.setPointerCapture(event.pointerId);
    held = nearest(event) ?? { kind: mode, number: -1, from: [event.clientX, event.clientY] };
    if (held.number < 0) {
      put(at(event));
      held.number = drawn[mode].length - 1;
    }
  });
  drawing.addEventListener("pointermove", (event) => {
    if (!held) {
      return;
    }
    const fresh = held.kind === "line" && held.from && drawn.line.length === 1;
    if (fresh && Math.hypot(event.clientX - held.from[0], event.clientY - held.from[1]) > APART) {
      drawn.line.push(at(event));
      held.number = 1;
    } else if (!fresh) {
      drawn[held.kind][held.number] = at(event);
    }
    changed();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    drawing.addEventListener(end, () => {
      if (held) {
        changed(toldOf(held.kind, drawn[held.kind]));
      }
      held = null;
    });
  }

  drawing.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key in KEYS) {
      const step = event.shiftKey ? 0.1 : 0.02;
      const [right, down] = KEYS[event.key];
      cross = cross ? [share(cross[0] + right * step), share(cross[1] + down * step)] : [0.5, 0.5];
      said.textContent = `Cross at ${place(cross)}.`;
      draw();
    } else if (event.key === "Enter" || event.key === " ") {
      put(cross ?? [0.5, 0.5]);
    } else if (event.key === "Backspace" || event.key === "Delete") {
      takeAway();
    } else {
      return;
    }
    event.preventDefault();
  });
  drawing.addEventListener("focus", () => {
    if (drawing.matches(":focus-visible")) {
      cross = cross ?? [0.5, 0.5];
      draw();
    }
  });
  drawing.addEventListener("blur", () => {
    cross = null;
    draw();
  });

  const modes = [...stage.querySelectorAll("[data-draw]")];
  for (const button of modes) {
    button.addEventListener("click", () => {
      mode = button.dataset.draw;
      modes.forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
    });
  }
  stage.querySelector("[data-undo]").addEventListener("click", takeAway);
  stage.querySelector("[data-clear]").addEventListener("click", () => {
    drawn.area = [];
    drawn.line = [];
    changed("The drawing is cleared.");
  });
  for (const kind of ["area", "line"]) {
    fields[kind].addEventListener("input", () => {
      drawn[kind] = read(fields[kind].value).slice(0, MOST[kind]);
      draw();
    });
  }

  const camera = document.getElementById("id_camera");
  camera?.addEventListener("change", () => {
    if (camera.value) {
      picture.src = stage.dataset.scenes.replace("/0/", `/${camera.value}/`);
      const title = camera.selectedOptions[0].textContent;
      picture.alt = `The scene of ${title} when nothing moved`;
      stage.querySelector("[data-scene-name]").textContent = `${title}, as it was when nothing moved`;
    }
  });
  picture.addEventListener("error", () => {
    said.textContent = "There is no scene of this recording yet.";
  });

  drawing.dataset.live = "";
  drawing.removeAttribute("aria-hidden");
  drawing.setAttribute("focusable", "true");
  drawing.setAttribute("tabindex", "0");
  drawing.setAttribute("preserveAspectRatio", "none");
  drawing.setAttribute("role", "application");
  drawing.setAttribute("aria-label", "Draw on the scene");
  stage.querySelector("[data-stage-tools]").hidden = false;
  const hint = stage.querySelector("[data-stage-hint]");
  hint.id = "stage-hint";
  drawing.setAttribute("aria-describedby", hint.id);
  new ResizeObserver(draw).observe(drawing);
  draw();
}

function share(value) {
  return Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;
}

function place([x, y]) {
  return `${Math.round(x * 100)} % across, ${Math.round(y * 100)} % down`;
}

function toldOf(kind, points) {
  const last = place(points[points.length - 1]);
  const count = points.length;
  if (kind === "line") {
    return count === 1 ? `Line: first end at ${last}. Set the other end.` : `Line: from ${place(points[0])} to ${last}.`;
  }
  return count < 3 ? `Area: corner ${count} at ${last}. An area needs three.` : `Area of ${count} corners; the last at ${last}.`;
}

function read(text) {
  return text
    .split(/[\s;]+/)
    .map((word) => word.split(",").map(Number))
    .filter((point) => point.length === 2 && point.every((value) => value >= 0 && value <= 1));
}

document.querySelectorAll("[data-stage]").forEach(bindStage);
