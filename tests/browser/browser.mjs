// A headless Chromium, and the pages that tests open in it.

import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {existsSync, mkdtempSync, rmSync} from "node:fs";
import {createRequire} from "node:module";
import {tmpdir} from "node:os";
import path from "node:path";
import {pathToFileURL} from "node:url";

const modules = process.env.SIPTRIAGE_NODE_MODULES;
const require = createRequire(path.join(modules, "of-tests.js"));
const {chromium} = require("playwright-core");

export const samples = path.join(import.meta.dirname ??
    path.dirname(new URL(import.meta.url).pathname), "../../samples");
export const axe = require.resolve("axe-core/axe.min.js");

let folder = null;
let browser = null;

export async function start() {
  folder = mkdtempSync(path.join(tmpdir(), "siptriage-browser-"));
  browser = await chromium.launch({
    executablePath: process.env.SIPTRIAGE_CHROMIUM,
    // Root has no sandbox of Chromium's.
    args: process.getuid() === 0 ? ["--no-sandbox"] : [],
  });
}

export async function stop() {
  await browser.close();
  rmSync(folder, {recursive: true});
}

export function temporary(name) {
  return path.join(folder, name);
}

export function sample(name) {
  const base = path.join(samples, name, name);
  return existsSync(`${base}.pcapng`) ? `${base}.pcapng` : `${base}.pcap`;
}

// As the benchmarks have it; gives its path.
export function makeCapture(kind, calls, name) {
  const file = temporary(name);
  execFileSync(process.env.SIPTRIAGE_MAKE_CAPTURE,
               [kind, "--calls", String(calls), file], {stdio: "ignore"});
  return file;
}

// The page of a capture; gives its path.
export function report(capture, name = "ticket.html") {
  const file = temporary(name);
  // The page names the capture as it is named here.
  execFileSync(process.env.SIPTRIAGE_PROGRAM,
               ["report", path.basename(capture), "--no-config", "-o", file],
               {cwd: path.dirname(capture)});
  return file;
}

// Opens a page and watches it: nothing may be asked for, refused by the
// Content-Security-Policy, or go wrong. `close` checks that.
export async function open(file, options = {}) {
  const context = await browser.newContext({
    viewport: {width: 1280, height: 900},
    offline: true,
    ...options,
  });
  const page = await context.newPage();
  const troubles = [];
  page.on("request", (request) => {
    if (request.url() !== String(pathToFileURL(file))) {
      troubles.push(`asks for ${request.url()}`);
    }
  });
  page.on("console", (message) => {
    troubles.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  if (options.javaScriptEnabled !== false) {
    await page.addInitScript(() => {
      window.violations = [];
      document.addEventListener("securitypolicyviolation", (event) => {
        window.violations.push(event.violatedDirective);
      });
    });
  }
  await page.goto(String(pathToFileURL(file)));
  const close = async () => {
    if (options.javaScriptEnabled !== false) {
      assert.deepEqual(await page.evaluate(() => window.violations), []);
    }
    assert.deepEqual(troubles, []);
    await context.close();
  };
  return {page, close};
}
