// The viewer of a call: its ladder, and beside it the message of an arrow.
// Escape closes the message, then the viewer.

import {button, make} from "./dom.js";
import {drawLadder} from "./ladder.js";
import {messageParts, noteList} from "./message.js";

export class Viewer {
  // `close` is called when the viewer wants to go.
  constructor(ladder, width, close) {
    this.ladder = ladder;
    this.close = close;
    this.panel = null;
    this.pressed = null;
    this.element = this.build(width);
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      if (this.panel) {
        this.hideMessage();
      } else {
        this.close();
      }
    });
  }

  build(width) {
    const ladder = this.ladder;
    const number = ladder.legs[0].number;
    const label = `Ladder of call ${number}`;
    const head = make("div", {class: "viewer-head"});
    head.append(make("h3", {tabindex: "-1"}, label),
                button("Close", {class: "close"}, () => this.close()));
    this.drawn = make("div", {
      class: "scroll",
      tabindex: "0",
      role: "region",
      "aria-label": `${label}, scrolls sideways`,
    });
    this.drawn.append(drawLadder(
        ladder, `${label}. Arrow keys go from message to message.`, width,
        (arrow, element) => this.toggleMessage(arrow, element)));
    const element = make("div", {class: "viewer"}, head);
    element.append(...ladder.legs.map(
        (leg) => make("p", {class: "leg"}, leg.text)));
    if (ladder.diagnosis) {
      element.append(make("p", {class: "case"}, ladder.diagnosis));
    }
    element.append(make(
        "p", {class: "hint"},
        "Click an arrow, or press Enter on it, to read its message."));
    element.append(this.drawn);
    if (ladder.notes.length) {
      element.append(make("h4", {}, "Found in this call"),
                     noteList(ladder.notes, ladder.notes.map((_, i) => i + 1)));
    }
    element.append(...ladder.remarks.map(
        (remark) => make("p", {class: "remark"}, remark)));
    return element;
  }

  focus() {
    this.element.querySelector("h3").focus();
  }

  toggleMessage(arrow, element) {
    const again = this.pressed === element;
    this.hideMessage();
    if (again) return;
    this.pressed = element;
    element.setAttribute("aria-pressed", "true");
    const title = make("h4", {tabindex: "-1"}, `Frame ${arrow.frame}: `,
                       arrow.title);
    const head = make("div", {class: "viewer-head"}, title);
    head.append(button("Close message", {class: "close"},
                       () => this.hideMessage()));
    this.panel = make(
        "section",
        {class: "message", "aria-label": `Message of frame ${arrow.frame}`},
        head,
        make("p", {class: "detail"},
             `${arrow.time} UTC, ${arrow.source} \u2192 ${arrow.destination}`),
        ...messageParts(arrow, this.ladder.notes));
    this.drawn.after(this.panel);
    title.focus();
  }

  hideMessage() {
    if (!this.panel) return;
    this.panel.remove();
    this.panel = null;
    this.pressed.setAttribute("aria-pressed", "false");
    this.pressed.focus();
    this.pressed = null;
  }
}
