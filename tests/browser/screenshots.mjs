// The pictures in docs/: the head of a report in light colours, a ladder with a
// message in dark ones, and a message with what proves a finding.

import path from "node:path";

import {makeCapture, open, report, sample, start, stop} from "./browser.mjs";

const docs = process.argv[2];

await start();
try {
  const many = report(makeCapture("sip-heavy", 400, "trunk-monday.pcap"));
  const light = await open(many, {viewport: {width: 1180, height: 1025}});
  await light.page.screenshot({path: path.join(docs, "report-light.png")});
  await light.close();

  const relayed = report(sample("b2bua-relayed-503"));
  const dark = await open(relayed, {
    colorScheme: "dark",
    viewport: {width: 1080, height: 900},
  });
  await dark.page.locator("button.opener").first().click();
  await dark.page.locator(".viewer .opens").nth(4).click();
  const viewer = await dark.page.locator(".viewer").boundingBox();
  const message = await dark.page.locator("section.message").boundingBox();
  await dark.page.screenshot({
    path: path.join(docs, "report-dark.png"),
    fullPage: true,
    clip: {
      x: viewer.x,
      y: viewer.y + await dark.page.evaluate(() => window.scrollY),
      width: viewer.width,
      height: message.y + message.height + 16 - viewer.y,
    },
  });
  await dark.close();

  const contradictory = report(sample("session-timer-422-contradictory"));
  const marked = await open(contradictory,
                            {viewport: {width: 1080, height: 900}});
  await marked.page.locator("button.opener").first().click();
  await marked.page.locator(".viewer .opens").nth(2).click();
  await marked.page.locator("section.message").screenshot(
      {path: path.join(docs, "report-message.png")});
  await marked.close();
} finally {
  await stop();
}
