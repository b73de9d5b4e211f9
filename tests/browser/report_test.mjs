// The page that `siptriage report -o ticket.html` writes, in a browser.

import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {createHash} from "node:crypto";
import {readFileSync, statSync} from "node:fs";
import {after, before, test} from "node:test";

import {
  axe, makeCapture, open, report, sample, start, stop, temporary,
} from "./browser.mjs";
import {hostileMessages, writeCapture} from "./captures.mjs";

// Some calls of each outcome.
let mixed = null;

before(async () => {
  await start();
  mixed = report(makeCapture("sip-heavy", 150, "mixed.pcap"), "mixed.html");
});
after(stop);

async function visibleRows(page) {
  return page.locator("table.calls tbody tr[data-call]:not([hidden])").count();
}

test("names its script and style by their hashes", () => {
  const html = readFileSync(mixed, "utf8");
  for (const [kind, begin] of [
    ["script-src", '<script type="module">'],
    ["style-src", "<style>"],
  ]) {
    const from = html.indexOf(begin) + begin.length;
    const content = html.slice(from, html.indexOf("</s", from));
    const hash = createHash("sha256").update(content).digest("base64");
    assert.ok(html.includes(`${kind} &#39;sha256-${hash}&#39;`), kind);
  }
});

test("tells all but ladders without a script", async () => {
  const {page, close} = await open(mixed, {javaScriptEnabled: false});
  for (const id of ["coverage", "outcomes", "causes", "timeline", "delays",
                    "peers", "findings", "calls"]) {
    assert.ok(await page.locator(`#${id} h2`).isVisible(), id);
  }
  assert.match(await page.locator(".verdict").innerText(), /calls failed/);
  assert.equal(await visibleRows(page), 150);
  assert.equal(await page.locator("button").count(), 0);
  await close();
});

test("finds calls by any of their words", async () => {
  const {page, close} = await open(mixed);
  assert.equal(await visibleRows(page), 100);
  await page.getByRole("button", {name: "Show 50 more"}).click();
  assert.equal(await visibleRows(page), 150);
  await page.getByRole("searchbox").fill("busy 486");
  const found = await visibleRows(page);
  assert.ok(found > 0 && found < 150);
  assert.equal(await page.getByRole("status").innerText(),
               `${found} calls shown`);
  for (const row of await page.locator(
      "table.calls tr[data-call]:not([hidden])").allInnerTexts()) {
    assert.match(row, /busy 486/);
  }
  await page.getByRole("searchbox").fill("nobody has this");
  assert.equal(await visibleRows(page), 0);
  await close();
});

test("sorts calls by numbers and by text", async () => {
  const {page, close} = await open(mixed);
  const keys = (column) => page.$$eval(
      "table.calls tr[data-call]:not([hidden])",
      (rows, at) => rows.map((row) => row.cells[at].dataset.sort ??
                                 row.cells[at].textContent), column);
  const head = page.locator("table.calls thead th");
  const duration = await head.allInnerTexts().then(
      (names) => names.findIndex((name) => name.startsWith("Lasts")));
  await head.nth(duration).getByRole("button").click();
  assert.equal(await head.nth(duration).getAttribute("aria-sort"), "ascending");
  const up = (await keys(duration)).map(Number);
  assert.deepEqual(up, [...up].sort((a, b) => a - b));
  await head.nth(duration).getByRole("button").click();
  assert.equal(await head.nth(duration).getAttribute("aria-sort"),
               "descending");
  assert.ok(Number((await keys(duration))[0]) >= up.at(-1));
  await close();
});

test("opens ladder and message with the keyboard, and closes them", async () => {
  const {page, close} = await open(mixed);
  const opener = page.locator("button.opener").first();
  await opener.focus();
  await page.keyboard.press("Enter");
  assert.equal(await opener.getAttribute("aria-expanded"), "true");
  const viewer = page.locator(".viewer");
  assert.match(await page.evaluate(() => document.activeElement.textContent),
               /^Ladder of call/);
  const arrows = viewer.locator("g[role=button]");
  await arrows.first().focus();
  await page.keyboard.press("ArrowDown");
  assert.ok(await arrows.nth(1).evaluate((it) => it === document.activeElement));
  await page.keyboard.press("Enter");
  const message = page.locator("section.message");
  assert.match(await message.locator("pre").innerText(), /^SIP\/2\.0 /);
  await page.keyboard.press("Escape");
  assert.equal(await message.count(), 0);
  assert.equal(await viewer.count(), 1);
  await page.keyboard.press("Escape");
  assert.equal(await viewer.count(), 0);
  assert.ok(await opener.evaluate((it) => it === document.activeElement));
  await close();
});

test("shows what was found about a message, and where", async () => {
  const file = report(sample("session-timer-422-contradictory"), "min-se.html");
  const {page, close} = await open(file);
  await page.locator("#causes .call-link button").first().click();
  await page.locator(".viewer .opens .mark").first().click();
  const message = page.locator("section.message");
  assert.ok(await message.locator(".note").count() > 0);
  assert.match((await message.locator(".marked").allInnerTexts()).join(),
               /Min-SE/i);
  await page.getByRole("button", {name: "Close message"}).click();
  await page.getByRole("button", {name: "Close", exact: true}).click();
  assert.equal(await page.locator(".viewer").count(), 0);
  await close();
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing serious in ${colorScheme} colours`, async () => {
    const {page, close} = await open(mixed, {colorScheme});
    await page.locator("details summary").first().click();
    await page.locator("button.opener").first().click();
    await page.locator(".viewer .opens").nth(1).click();
    await page.evaluate(readFileSync(axe, "utf8"));
    const {violations} = await page.evaluate(() => window.axe.run());
    const serious = violations.filter(
        ({impact}) => impact === "serious" || impact === "critical");
    assert.deepEqual(serious.map(({id, nodes}) => [
      id, nodes.slice(0, 3).map((node) => node.html),
    ]), []);
    await close();
  });
}

test("prints on A4 and Letter, nothing cut", async () => {
  const {page, close} = await open(report(sample("b2bua-relayed-503")));
  await page.locator("button.opener").first().click();
  // What is left between the margins, in pixels of CSS.
  for (const [format, width] of [["A4", 688], ["Letter", 710]]) {
    const pdf = await page.pdf({format, preferCSSPageSize: false});
    const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
    assert.ok(pages >= 2 && pages <= 8, `${pages} pages of ${format}`);
    await page.emulateMedia({media: "print"});
    await page.setViewportSize({width, height: 1000});
    assert.deepEqual(await page.evaluate((most) => [...document.querySelectorAll(
        "table, svg, p, dd")].filter(
        (it) => it.getBoundingClientRect().right > most + 1)
                         .map((it) => it.outerHTML.slice(0, 80)), width), []);
  }
  await close();
});

async function holdHostile(capture) {
  const {page, close} = await open(report(capture, "hostile.html"));
  await page.locator("button.opener").first().click();
  const arrows = await page.locator(".viewer .opens").count();
  assert.ok(arrows >= 2);
  for (let i = 0; i < arrows; ++i) {
    await page.locator(".viewer .opens").nth(i).click();
    assert.ok(await page.locator("section.message pre").isVisible());
    assert.equal(await page.locator("section.message img").count(), 0);
  }
  assert.equal(await page.evaluate(() => window.pwned), undefined);
  assert.equal(await page.locator("script").count(), 2);
  const text = await page.evaluate(() => document.documentElement.textContent);
  assert.doesNotMatch(
      text, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/);
  assert.ok(text.includes("\\x1b[31m"));
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <=
                                    window.innerWidth));
  await close();
}

test("runs nothing of a hostile capture, and breaks nothing", async () => {
  const capture = temporary("hostile.pcap");
  writeCapture(capture, hostileMessages());
  await holdHostile(capture);
});

test("runs nothing of samples/hostile-text", () =>
  holdHostile(sample("hostile-text")));

test("says why a capture without SIP has none", async () => {
  const capture = temporary("empty.pcap");
  writeCapture(capture, []);
  const file = temporary("empty.html");
  try {
    execFileSync(process.env.SIPTRIAGE_PROGRAM, ["report", capture, "-o", file],
                 {stdio: "ignore"});
    assert.fail("exit status 0");
  } catch (error) {
    assert.equal(error.status, 3);
  }
  const {page, close} = await open(file);
  assert.match(await page.locator("header").innerText(), /No SIP/);
  await close();
});

test("opens at once for 200,000 calls", async () => {
  const file = report(makeCapture("short-calls", 200_000, "many.pcap"),
                      "many.html");
  assert.ok(statSync(file).size < 8_000_000, `${statSync(file).size} octets`);
  const {page, close} = await open(file);
  assert.equal(await visibleRows(page), 100);
  assert.match(await page.locator("#calls .remark").innerText(),
               /2,000 of 200,000 exchanges are listed/);
  await page.locator("button.opener").first().click();
  assert.equal(await page.locator(".viewer svg.ladder").count(), 1);
  await close();
});
