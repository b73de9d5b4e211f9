// Shows a message: its start line, header fields and body, with what was found
// about it.

import {make} from "./dom.js";

function noteItem(number, note) {
  const item = make(
      "li", {class: `note ${note.severity}`},
      make("p", {}, make("span", {class: "mark"}, `[${number}] `),
           make("span", {class: "severity"}, note.severity), " ", note.text,
           note.certainty === "certain" ? "" : ` (${note.certainty})`));
  if (note.remedy) item.append(make("p", {class: "do"}, note.remedy));
  item.append(make("p", {class: "detail"},
                   `${note.rule}, frames ${note.frames || "-"}`));
  return item;
}

// A list of those of `notes` whose numbers are given, counted from 1.
export function noteList(notes, numbers) {
  return make("ul", {class: "notes"},
              ...numbers.map((number) => noteItem(number, notes[number - 1])));
}

function fieldLine([name, value, ...marks]) {
  const line = make("span", {class: marks.length ? "field marked" : "field"},
                    make("span", {class: "name"}, name), `: ${value}`);
  if (marks.length) {
    line.append(" ", make("span", {class: "mark"},
                          marks.map((mark) => `[${mark}]`).join("")));
  }
  line.append("\n");
  return line;
}

function numbersOf(arrow) {
  const numbers = new Set(arrow.notes);
  for (const [, , ...marks] of arrow.message.fields || []) {
    marks.forEach((mark) => numbers.add(mark));
  }
  return [...numbers].sort((a, b) => a - b);
}

// What of `arrow` there is to read, without its heading.
export function messageParts(arrow, notes) {
  const message = arrow.message;
  const text = make("pre", {
    tabindex: "0",
    role: "region",
    "aria-label": `Text of frame ${arrow.frame}`,
  });
  if (message.start) {
    text.append(make("span", {class: "start"}, `${message.start}\n`));
  }
  text.append(...(message.fields || []).map(fieldLine));
  if (message.body) {
    text.append(message.start ? "\n" : "", make("span", {class: "body"},
                                                message.body));
  }
  const parts = [];
  const numbers = numbersOf(arrow);
  if (numbers.length) parts.push(noteList(notes, numbers));
  parts.push(text);
  if (message.octets) {
    parts.push(make(
        "p", {class: "remark"},
        `Not all of its ${message.octets.toLocaleString("en-US")} octets are ` +
            "in this page; siptriage messages --full has them."));
  }
  return parts;
}
