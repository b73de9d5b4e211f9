// Draws a ladder: a lane for each address, an arrow for each message.

import {actsAsButton, makeSvg} from "./dom.js";

const CHARACTER = 7.3;  // pixels of one in the font of the ladder
const LINE = 17;
const GUTTER = 214;  // frame, time and delta
const MOST_SPACING = 420;
const LEAST_SPACING = 170;
const HEAD = 54;

let drawn = 0;  // arrows, in all ladders

function fitting(text, pixels) {
  const most = Math.max(3, Math.floor(pixels / CHARACTER));
  const characters = Array.from(text);
  if (characters.length <= most) return text;
  return characters.slice(0, most - 1).join("") + "\u2026";
}

function heightOf(arrow) {
  return LINE * (arrow.media ? 3 : 2) + 4;
}

// What the texts of an arrow do not say, or not in full.
function describe(arrow) {
  return `${arrow.title}, from ${arrow.source} to ${arrow.destination}` +
      (arrow.copies ? `, sent ${arrow.copies}` : "") +
      (arrow.notes.length ? `, findings ${arrow.notes.join(", ")}` : "");
}

// The space keeps texts apart for who has them read aloud.
function put(parent, x, y, anchor, style, text) {
  parent.append(
      makeSvg("text", {x, y, "text-anchor": anchor, class: style}, `${text} `));
}

class Drawing {
  constructor(ladder, width) {
    this.ladder = ladder;
    const lanes = Math.max(1, ladder.lanes.length);
    this.spacing = Math.min(
        MOST_SPACING, Math.max(LEAST_SPACING, (width - GUTTER) / lanes));
    this.width = GUTTER + lanes * this.spacing;
    this.height = HEAD + LINE +
        ladder.arrows.reduce((sum, arrow) => sum + heightOf(arrow), 0);
  }

  laneX(lane) {
    return GUTTER + (lane + 0.5) * this.spacing;
  }

  heads(svg) {
    this.ladder.lanes.forEach((lane, index) => {
      const x = this.laneX(index);
      const name = lane.name || lane.address;
      const group = makeSvg("g");
      group.append(makeSvg("title", {}, `${name} ${lane.address}`));
      put(group, x, 16, "middle", "head", fitting(name, this.spacing - 12));
      if (lane.name) put(group, x, 33, "middle", "faint", lane.address);
      group.append(makeSvg("line", {
        class: "lane",
        x1: x,
        x2: x,
        y1: 42,
        y2: this.height - 4,
      }));
      svg.append(group);
    });
    put(svg, 48, 33, "end", "faint", "Frame");
    put(svg, 126, 33, "end", "faint", "Time s");
    put(svg, 200, 33, "end", "faint", "Delta s");
  }

  shaft(group, arrow, y) {
    const from = this.laneX(arrow.from);
    const to = this.laneX(arrow.to);
    if (from === to) {
      group.append(makeSvg("path", {
        class: `shaft ${arrow.kind}`,
        d: `M${from} ${y - 9}h26v9h-17`,
        fill: "none",
      }));
      this.tip(group, arrow, from + 1, y, -1);
      return;
    }
    const way = to > from ? 1 : -1;
    group.append(makeSvg("line", {
      class: `shaft ${arrow.kind}`,
      x1: from,
      x2: to - 9 * way,
      y1: y,
      y2: y,
    }));
    this.tip(group, arrow, to, y, way);
    if (arrow.kind !== "network") return;
    const x = from + 14 * way;
    group.append(makeSvg("path", {
      class: "shaft network",
      d: `M${x - 5} ${y - 5}l10 10m0 -10l-10 10`,
    }));
  }

  tip(group, arrow, x, y, way) {
    const neck = x - 9 * way;
    group.append(makeSvg("polygon", {
      class: `tip ${arrow.kind}`,
      points: `${x},${y} ${neck},${y - 5} ${neck},${y + 5}`,
    }));
  }

  words(group, arrow, y) {
    const left = Math.min(this.laneX(arrow.from), this.laneX(arrow.to));
    const span =
        Math.max(Math.abs(arrow.to - arrow.from), 1) * this.spacing;
    const loop = arrow.from === arrow.to;
    const x = loop ? left + 34 : left + span / 2;
    const anchor = loop ? "start" : "middle";
    const extra = [
      arrow.copies,
      arrow.notes.map((note) => `[${note}]`).join(""),
    ].filter(Boolean).join(" ");
    const room = span - 26 - (extra ? (extra.length + 1) * CHARACTER : 0);
    const text = makeSvg(
        "text", {x, y, "text-anchor": anchor}, `${fitting(arrow.title, room)} `);
    if (extra) text.append(makeSvg("tspan", {class: "mark"}, `${extra} `));
    group.append(text);
    if (!arrow.media) return;
    put(group, x, y + LINE, anchor, "faint",
        fitting(arrow.media, span - 26));
  }

  arrow(arrow, index, y) {
    const height = heightOf(arrow);
    const opens = Boolean(arrow.message);
    const id = `arrow-${++drawn}`;
    const group = makeSvg("g", {
      class: opens ? "arrow opens" : "arrow",
      role: opens ? "button" : "img",
      tabindex: opens ? (index === 0 ? "0" : "-1") : null,
      "aria-pressed": opens ? "false" : null,
      "aria-describedby": id,
    });
    group.append(makeSvg("desc", {id}, describe(arrow)));
    group.append(makeSvg("rect", {
      class: "ground",
      x: 1,
      y: y - LINE + 2,
      width: this.width - 2,
      height: height - 2,
      rx: 3,
    }));
    put(group, 48, y, "end", "faint", arrow.frame);
    put(group, 126, y, "end", "", arrow.since);
    put(group, 200, y, "end", "faint", arrow.delta);
    this.words(group, arrow, y);
    this.shaft(group, arrow, y + height - LINE - 6);
    return group;
  }
}

// Arrow keys go from arrow to arrow; one of them is in the order of Tab.
function rove(groups) {
  const opening = groups.filter((group) => group.hasAttribute("tabindex"));
  opening.forEach((group) => group.setAttribute("tabindex", "-1"));
  if (opening.length) opening[0].setAttribute("tabindex", "0");
  const keys = {
    ArrowDown: (at) => at + 1,
    ArrowUp: (at) => at - 1,
    Home: () => 0,
    End: () => opening.length - 1,
  };
  opening.forEach((group, at) => {
    group.addEventListener("keydown", (event) => {
      const next = keys[event.key] && opening[keys[event.key](at)];
      if (!next) return;
      event.preventDefault();
      next.focus();
    });
    group.addEventListener("focus", () => {
      opening.forEach((other) => other.setAttribute("tabindex", "-1"));
      group.setAttribute("tabindex", "0");
    });
  });
}

// An svg element as wide as `width` where the lanes have room in it; `open` is
// called with an arrow whose message is to be shown, and its element.
export function drawLadder(ladder, label, width, open) {
  const drawing = new Drawing(ladder, width);
  const svg = makeSvg("svg", {
    class: "ladder",
    role: "group",
    "aria-label": label,
    width: drawing.width,
    height: drawing.height,
    viewBox: `0 0 ${drawing.width} ${drawing.height}`,
  });
  drawing.heads(svg);
  let y = HEAD + LINE - 4;
  const groups = ladder.arrows.map((arrow, index) => {
    const group = drawing.arrow(arrow, index, y);
    y += heightOf(arrow);
    if (arrow.message) actsAsButton(group, () => open(arrow, group));
    return group;
  });
  svg.append(...groups);
  rove(groups);
  return svg;
}
