// Opens pages in Chromium as a reader would, and says what it saw as JSON on standard output.
//
//     node look.mjs CHROMIUM FILE.html …
//
// For each file: `requests` that left the page (those that its content policy stopped are none),
// `dialogs`, whether a script of the page `ran`, and, unless AXE=no, the accessibility `violations`
// that axe-core finds in light, dark and narrow.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const LOOKS = [
  { name: "light", scheme: "light", width: 1000 },
  { name: "dark", scheme: "dark", width: 1000 },
  { name: "narrow", scheme: "light", width: 320 },
];

const [chromium, ...files] = process.argv.slice(2);
const browser = await puppeteer.launch({
  executablePath: chromium,
  args: ["--no-sandbox", "--disable-gpu"],
});
const seen = Object.fromEntries(
  files.map((file) => [file, { requests: [], dialogs: [], ran: false, violations: [] }]),
);

for (const look of process.env.AXE === "no" ? LOOKS.slice(0, 1) : LOOKS) {
  const page = await browser.newPage();
  await page.setViewport({ width: look.width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: look.scheme }]);
  let url;
  let watch;
  const sent = new Map();
  const network = await page.createCDPSession();
  await network.send("Network.enable");
  network.on("Network.requestWillBeSent", ({ requestId, request }) => {
    if (request.url !== url) sent.set(requestId, request.url);
  });
  network.on("Network.loadingFailed", ({ requestId, blockedReason }) => {
    if (blockedReason === "csp") sent.delete(requestId);
  });
  page.on("dialog", async (dialog) => {
    watch.dialogs.push(dialog.message());
    await dialog.dismiss();
  });
  for (const file of files) {
    url = pathToFileURL(file).href;
    watch = seen[file];
    await page.goto(url, { waitUntil: "load", timeout: 20000 });
    await page.waitForNetworkIdle({ idleTime: 50 });
    watch.requests.push(...sent.values());
    sent.clear();
    watch.ran ||= await page.evaluate(() => globalThis.ran ?? false);
    if (process.env.AXE === "no") continue;
    await page.evaluate(axe);
    const found = await page.evaluate(
      async (tags) => (await globalThis.axe.run(document, { runOnly: tags })).violations,
      WCAG,
    );
    for (const { id, help, nodes } of found) {
      watch.violations.push(`${look.name}: ${id}: ${help}: ${nodes[0].html.slice(0, 200)}`);
    }
  }
  await page.close();
}
await browser.close();
console.log(JSON.stringify(seen));
