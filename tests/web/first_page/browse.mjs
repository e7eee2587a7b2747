// Looks at the first page as people do. Told by first_page_test.py where it is; ends with 1 where something is not as it should be.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chromium } from "playwright-core";

const told = JSON.parse(process.argv[2]);
const origin = new URL(told.url).origin;
const kZh = { language: "zh-CN", district: "潍坊高新区" };
const kEn = { language: "en", district: "Weifang High-tech Zone" };
const kPhone = { width: 360, height: 740 };
const kTablet = { width: 820, height: 1180 };
const kDesk = { width: 1440, height: 900 };
const kPatience = 60_000; // for one thing; nothing takes this long, a machine may be busy
const kContrast = 7; // of text, which the style sheet promises

const complaints = []; // of the browser, and requests to elsewhere
let mayComplain = false; // while the engine is gone

// No traffic but this machine's: every other name is unknown.
const browser = await chromium.launch({
  executablePath: told.browser,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
  ],
});

async function openPage(options = {}, path = "") {
  const context = await browser.newContext({ viewport: kDesk, locale: "zh-CN", reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(kPatience);
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin });
  const page = await context.newPage();
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== "data:") complaints.push(`asked ${request.url()}`);
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !mayComplain) complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`error: ${error.stack}`));
  await page.goto(told.url + path);
  if (options.javaScriptEnabled !== false) {
    await page.waitForSelector(".operation");
    await page.waitForSelector("#answering[data-state=well]");
  }
  return page;
}

async function textBecomes(page, selector, text) {
  await page.waitForFunction(
    ([where, wanted]) => document.querySelector(where)?.textContent.includes(wanted),
    [selector, text],
  );
}

async function copied(page, example) {
  await page.evaluate(() => navigator.clipboard.writeText("")); // what was copied before does not count
  await page.locator(`#${example} button.copy`).click();
  await page.waitForSelector(`#${example} button.copy.done`);
  const text = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(text, await page.locator(`#${example} pre code`).textContent());
  return text;
}

// What was copied, run as it stands; what it wrote.
function runExample(text) {
  const env = { PATH: process.env.PATH, WHISTLE_TOKEN: told.token, no_proxy: "*", HOME: told.home };
  return execFileSync("bash", ["-euc", text], { env, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

async function isWideEnough(page) {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(content <= window, `content of ${content} px in a window of ${window} px`);
}

const checks = {
  async "it names the district in the browser's language, and keeps what was chosen"() {
    const page = await openPage();
    assert.equal(await page.title(), `${kZh.district} · Whistle 吹哨报到`);
    assert.equal(await page.textContent("h1"), kZh.district);
    assert.equal(await page.getAttribute("html", "lang"), kZh.language);
    await page.click("#language-en");
    await textBecomes(page, "h1", kEn.district);
    await page.reload();
    await textBecomes(page, "h1", kEn.district);
    assert.equal(await page.title(), `${kEn.district} · Whistle 吹哨报到`);
    assert.equal(await page.getAttribute("html", "lang"), kEn.language);
    assert.ok(await page.isVisible("text=Public tickets in hand"));
    assert.ok(!(await page.isVisible("text=公开的在办工单")));
    const english = await openPage({ locale: "en-GB" });
    assert.equal(await english.textContent("h1"), kEn.district);
    const other = await openPage({ locale: "fr-FR" });
    assert.equal(await other.textContent("h1"), kZh.district);
  },

  async "an engine without tickets shows none, and real time without a notice"() {
    const page = await openPage();
    await textBecomes(page, "#ticket-list", "目前没有公开的在办工单");
    assert.equal(await page.textContent('[data-name="open"]'), "0");
    assert.ok(!(await page.isVisible("#clock-notice")));
  },

  async "the examples run as they are copied, and the page tells what came of them"() {
    const page = await openPage();
    const status = JSON.parse(runExample(await copied(page, "rest")));
    assert.equal(status.districtNameZh, kZh.district);
    const accepted = JSON.parse(runExample(await copied(page, "blow")));
    assert.match(accepted.ticketNumber, /^\d{8}-\d{5}-\d$/);
    await textBecomes(page, '[data-name="open"]', "1");
    await textBecomes(page, "#ticket-list", accepted.ticketNumber);
    const [, reported] =
      /\[\{"service_request_id":\s*"([0-9-]+)"/.exec(runExample(await copied(page, "open311"))) ?? [];
    assert.ok(reported, "Open311 gave no number");
    await textBecomes(page, '[data-name="open"]', "2");
    await textBecomes(page, "#ticket-list", reported);
    assert.equal(JSON.parse(runExample(await copied(page, "public"))).tickets.length, 2);
    const acknowledge = await copied(page, "acknowledge");
    for (const part of [origin, "If-Match", "Idempotency-Key", "$WHISTLE_TOKEN"])
      assert.ok(acknowledge.includes(part), part);
  },

  async "every operation of the document is listed, and can be opened to its last field"() {
    const page = await openPage();
    const api = await (await page.request.get(`${origin}/api/v1/openapi.json`)).json();
    const listed = await page.$$eval(".operation > summary", (all) =>
      all.map((one) => `${one.querySelector(".method").textContent} ${one.querySelector(".path").textContent}`),
    );
    const base = new URL(api.servers[0].url, told.url).pathname;
    const documented = Object.entries(api.paths).flatMap(([path, item]) =>
      Object.keys(item)
        .filter((key) => ["get", "put", "post", "delete", "patch"].includes(key))
        .map((method) => `${method.toUpperCase()} ${base}${path}`),
    );
    assert.ok(documented.length > 40);
    assert.deepEqual([...listed].sort(), documented.sort());
    // Opened again and again until nothing is closed: a schema that contains itself would never end.
    for (let depth = 0; ; ++depth) {
      assert.ok(depth < 24, "details without an end");
      const opened = await page.$$eval("details:not([open])", (all) => all.map((one) => (one.open = true)).length);
      if (opened === 0) break;
      await page.waitForTimeout(20); // toggle is told in a task of its own
    }
    assert.ok((await page.textContent("#op-blowWhistle")).includes("Idempotency-Key"));
    assert.ok((await page.textContent("#op-blowWhistle")).includes("latE7"));
    const demanded = (id) =>
      page.$$eval(`${id} li:has(> div > .must) > div > .field`, (all) => all.map((one) => one.textContent));
    const ofProblem = ["type", "title", "status", "code"];
    assert.deepEqual(await demanded("#op-blowWhistle"), ["Idempotency-Key", "kind", "source", ...ofProblem]);
    assert.deepEqual(await demanded("#op-reassignTicket"), ["ticket", "Idempotency-Key", "party", "personal", "text", ...ofProblem]);
  },

  async "the filter finds by path and words, and says where nothing matches"() {
    const page = await openPage({ locale: "en-GB" });
    const shown = () => page.locator(".operation:visible").count();
    const all = await shown();
    await page.fill("#filter", "acknowledge ticket");
    const few = await shown();
    assert.ok(few >= 1 && few < all / 2, `${few} of ${all}`);
    assert.ok(await page.isVisible("#op-acknowledgeTicket"));
    await textBecomes(page, ".amounts", `of ${all} operations`);
    await page.fill("#filter", "no such thing");
    assert.equal(await shown(), 0);
    assert.ok(await page.isVisible("text=No operation matches"));
    await page.fill("#filter", "");
    assert.equal(await shown(), all);
  },

  async "an address leads to one operation, open and in sight"() {
    const page = await openPage({}, "#op-acknowledgeTicket");
    await page.waitForSelector("#op-acknowledgeTicket[open]");
    await page.waitForFunction(() => {
      const { top } = document.querySelector("#op-acknowledgeTicket").getBoundingClientRect();
      return top >= 0 && top < innerHeight / 2;
    });
    await page.click("#op-getStatus > summary");
    assert.ok(page.url().endsWith("#op-getStatus"));
    await openPage({}, "#%"); // leads nowhere, and breaks nothing
  },

  async "a narrow phone and large text need no scrolling sideways"() {
    for (const locale of ["zh-CN", "en-GB"]) {
      const page = await openPage({ viewport: kPhone, locale });
      await isWideEnough(page);
      await page.click("#op-blowWhistle > summary");
      await page.locator("#op-blowWhistle details.inside details.inside > summary").first().click();
      await isWideEnough(page);
      await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
      await isWideEnough(page);
    }
  },

  async "the page of a problem speaks the language of the reader, and fits a phone"() {
    for (const [locale, title, size] of [
      ["zh-CN", "没有此工单", kPhone],
      ["en-GB", "There is no such ticket", kDesk],
    ]) {
      const page = await openPage({ viewport: size, locale });
      await page.goto(`${told.url}problems/unknown-ticket`);
      await page.waitForSelector(`text=${title}`);
      assert.equal((await page.innerText("h1")).trim(), title);
      await isWideEnough(page);
      await page.screenshot({ path: `${told.screenshots}/problem_${locale.slice(0, 2)}.png`, fullPage: true });
      await page.click("#language-en");
      assert.equal((await page.innerText("h1")).trim(), "There is no such ticket");
      await page.click('a[href="../problems"]');
      await page.waitForSelector("text=UNKNOWN_TICKET");
      await isWideEnough(page);
      await page.screenshot({ path: `${told.screenshots}/problems_${locale.slice(0, 2)}.png` });
      await page.click('a[href="problems/busy"]');
      await page.waitForSelector("code:visible:text('Retry-After')");
    }
  },

  async "the keyboard reaches everything, and one sees where it is"() {
    const page = await openPage();
    const reached = [];
    for (let step = 0; step < 14; ++step) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
        const { bottom } = document.activeElement.getBoundingClientRect();
        return {
          name: document.activeElement.textContent.trim(),
          seen: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && bottom > 0,
        };
      });
      assert.ok(at.seen, `nothing shows that "${at.name}" has the focus`);
      reached.push(at.name);
    }
    assert.match(reached[0], /跳到正文/);
    assert.ok(reached.includes("English"));
    await page.focus("#language-en");
    await page.keyboard.press("Space");
    await textBecomes(page, "h1", kEn.district);
    await page.focus("#op-blowWhistle > summary");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#op-blowWhistle[open]");
  },

  async "text can be read in the sun and at night"() {
    for (const colorScheme of ["light", "dark"]) {
      const page = await openPage({ colorScheme });
      await page.click("#op-blowWhistle > summary");
      const faint = await page.evaluate((least) => {
        const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
        const rgb = (colour) => {
          canvas.fillStyle = colour;
          canvas.fillRect(0, 0, 1, 1);
          return canvas.getImageData(0, 0, 1, 1).data;
        };
        const light = (colour) => {
          const [r, g, b] = [...rgb(colour)].map((one) =>
            one / 255 <= 0.04045 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4,
          );
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const paper = (element) => {
          for (let at = element; at; at = at.parentElement) {
            const colour = getComputedStyle(at).backgroundColor;
            if (colour !== "rgba(0, 0, 0, 0)") return colour;
          }
          return "white";
        };
        const all = [...document.querySelectorAll("body *")].filter(
          (one) =>
            one.checkVisibility() && [...one.childNodes].some((child) => child.nodeType === 3 && child.data.trim()),
        );
        const ratio = (one) => {
          const [a, b] = [light(getComputedStyle(one).color), light(paper(one))].sort((x, y) => y - x);
          return (a + 0.05) / (b + 0.05);
        };
        return all
          .filter((one) => ratio(one) < least)
          .map((one) => `${ratio(one).toFixed(1)} ${one.className} ${one.textContent.slice(0, 40)}`);
      }, kContrast);
      assert.deepEqual([...new Set(faint)].slice(0, 10), [], colorScheme);
    }
  },

  async "without scripts the addresses are there"() {
    const page = await openPage({ javaScriptEnabled: false });
    assert.ok(await page.isVisible('noscript a[href="api/v1/openapi.json"], a[href="api/v1/openapi.json"]'));
    assert.ok(await page.isVisible("text=公开的在办工单"));
  },

  async "pictures of it"() {
    const sizes = { phone: kPhone, tablet: kTablet, desk: kDesk };
    for (const [size, viewport] of Object.entries(sizes)) {
      for (const [locale, colorScheme] of [
        ["zh-CN", "light"],
        ["en-GB", "dark"],
      ]) {
        const page = await openPage({ viewport, locale, colorScheme });
        await textBecomes(page, '[data-name="open"]', "2");
        const path = `${told.screenshots}/first_page_${size}_${locale.slice(0, 2)}_${colorScheme}.png`;
        await page.screenshot({ path, fullPage: size !== "phone" });
      }
    }
  },

  async "an engine that is gone is said to be, and what it said last stays"() {
    const page = await openPage();
    mayComplain = true; // the browser, of requests that fail
    process.kill(told.enginePid, "SIGTERM");
    await page.waitForSelector("#answering[data-state=silent]");
    await page.waitForFunction(() =>
      /自 \d\d:\d\d:\d\d 起无应答，下列数据截至/.test(document.querySelector("#answering").textContent),
    );
    assert.equal(await page.textContent("h1"), kZh.district);
    assert.equal(await page.textContent('[data-name="open"]'), "2");
    await page.screenshot({ path: `${told.screenshots}/first_page_silent.png` });
  },
};

let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  const started = Date.now();
  try {
    await check();
    assert.deepEqual(complaints, []);
    console.log(`ok    ${name} (${Date.now() - started} ms)`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL  ${name}\n${error.stack}`);
  }
  complaints.length = 0;
  for (const context of browser.contexts()) await context.close();
}
await browser.close();
console.log(`${Object.keys(checks).length} checks, ${failed} failed; pictures in ${told.screenshots}`);
process.exit(failed === 0 ? 0 : 1);
