// Makes the page answer: calls can be searched and sorted, and opened.

import {button} from "./dom.js";
import {CallTable} from "./table.js";
import {Viewer} from "./viewer.js";

const data = JSON.parse(document.getElementById("data").textContent);

function ladderOf(number) {
  const index = data.calls[number];
  return index === undefined ? null : data.ladders[index];
}

// Which rows are open, by their buttons.
class Calls {
  constructor(table) {
    this.table = new CallTable(table);
    this.open = new Map();
    this.rows = new Map();
    for (const row of this.table.rows) this.addButton(row);
  }

  addButton(row) {
    const number = row.dataset.call;
    this.rows.set(number, row);
    if (!ladderOf(number)) return;
    const cell = row.cells[0];
    const opener = button(
        cell.textContent,
        {
          class: "opener",
          "aria-expanded": "false",
          "aria-label": `Call ${number}, ladder`,
        },
        () => this.toggle(row));
    cell.textContent = "";
    cell.append(opener);
    row.classList.add("opens");
    row.addEventListener("click", (event) => {
      if (event.target.closest("button, a")) return;
      if (String(window.getSelection()) !== "") return;
      this.toggle(row);
    });
  }

  toggle(row) {
    if (this.open.has(row)) return this.shut(row);
    const ladder = ladderOf(row.dataset.call);
    const width = this.table.table.parentElement.clientWidth - 34;
    const viewer = new Viewer(ladder, width, () => this.shut(row));
    this.table.attach(row, viewer.element);
    this.open.set(row, viewer);
    row.querySelector(".opener").setAttribute("aria-expanded", "true");
    viewer.focus();
  }

  shut(row) {
    this.table.detach(row);
    this.open.delete(row);
    const opener = row.querySelector(".opener");
    opener.setAttribute("aria-expanded", "false");
    opener.focus();
  }

  // From elsewhere in the page.
  visit(number) {
    const row = this.rows.get(number);
    this.table.reveal(row);
    if (!this.open.has(row)) this.toggle(row);
    this.open.get(row).focus();
    row.scrollIntoView({block: "start"});
  }
}

function linkCalls(calls) {
  for (const link of document.querySelectorAll(".call-link")) {
    const number = link.dataset.call;
    if (!ladderOf(number) || !calls.rows.has(number)) continue;
    const opener = button(link.textContent, {class: "link"},
                          () => calls.visit(number));
    link.textContent = "";
    link.append(opener);
  }
}

const table = document.querySelector("table.calls");
if (table) linkCalls(new Calls(table));
