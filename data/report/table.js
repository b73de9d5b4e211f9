// The table of calls: searched, sorted, and shown some rows at a time.

import {button, countOf, make} from "./dom.js";

const STEP = 100;  // rows that are shown at once

// What a cell is sorted by; null: it holds nothing, and goes last.
function keyOf(row, column) {
  const cell = row.cells[column];
  const sort = cell.getAttribute("data-sort");
  if (sort !== null) return Number(sort);
  return cell.textContent === "" ? null : cell.textContent.toLowerCase();
}

function compare(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), "en", {numeric: true});
}

export class CallTable {
  constructor(table) {
    this.table = table;
    this.body = table.tBodies[0];
    this.rows = [...this.body.rows];
    this.order = [...this.rows];  // as sorted
    this.details = new Map();     // what is open under a row
    this.words = new Map(this.rows.map((row) => [
      row,
      `${row.textContent} ${row.dataset.callId || ""}`.toLowerCase(),
    ]));
    this.most = STEP;
    this.query = "";
    this.addControls();
    this.addSorting();
    this.show();
  }

  addControls() {
    this.search = make("input", {
      type: "search",
      id: "search",
      autocomplete: "off",
      spellcheck: "false",
    });
    this.search.addEventListener("input", () => {
      this.query = this.search.value.trim().toLowerCase();
      this.most = STEP;
      this.show();
    });
    this.status = make("p", {role: "status", class: "shown"});
    const controls = make(
        "div", {class: "controls", role: "search"},
        make("label", {for: "search"},
             "Search calls (numbers, names, results, Call-IDs)"),
        this.search, this.status);
    this.more = button("", {class: "more"}, () => {
      this.most += STEP;
      this.show();
    });
    this.table.parentElement.before(controls);
    this.table.parentElement.after(this.more);
  }

  addSorting() {
    [...this.table.tHead.rows[0].cells].forEach((cell, column) => {
      const text = cell.textContent;
      cell.textContent = "";
      cell.append(button(text, {class: "sort"}, () => this.sort(column)));
    });
  }

  sort(column) {
    const heads = [...this.table.tHead.rows[0].cells];
    const ascending =
        heads[column].getAttribute("aria-sort") !== "ascending";
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    heads[column].setAttribute("aria-sort",
                               ascending ? "ascending" : "descending");
    const keys = new Map(this.rows.map((row) => [row, keyOf(row, column)]));
    this.order = [...this.rows].sort((a, b) => {
      const [x, y] = [keys.get(a), keys.get(b)];
      if (x === null || y === null) return (x === null) - (y === null);
      return ascending ? compare(x, y) : compare(y, x);
    });
    this.show();
  }

  // Every word has to be in a row.
  matches(row) {
    return this.query.split(/\s+/).every(
        (word) => this.words.get(row).includes(word));
  }

  show() {
    const found = this.order.filter((row) => this.matches(row));
    const shown = new Set(found.slice(0, this.most));
    for (const row of this.order) {
      const visible = shown.has(row);
      row.hidden = !visible;
      this.body.append(row);
      const detail = this.details.get(row);
      if (!detail) continue;
      detail.hidden = !visible;
      this.body.append(detail);
    }
    const left = found.length - shown.size;
    this.more.hidden = left === 0;
    this.more.textContent = `Show ${Math.min(STEP, left)} more`;
    this.status.textContent = left === 0 ?
        `${countOf(found.length, "call", "calls")} shown` :
        `${shown.size} of ${countOf(found.length, "call", "calls")} shown`;
  }

  // So that the row can be seen, whatever was searched for.
  reveal(row) {
    if (!row.hidden) return;
    this.search.value = "";
    this.query = "";
    this.most = Math.max(this.most, this.order.indexOf(row) + 1);
    this.show();
  }

  // Puts `content` under `row`, as wide as the table.
  attach(row, content) {
    const cell = make("td", {colspan: String(row.cells.length)}, content);
    const detail = make("tr", {class: "detail-row"}, cell);
    this.details.set(row, detail);
    row.after(detail);
  }

  detach(row) {
    this.details.get(row).remove();
    this.details.delete(row);
  }
}
