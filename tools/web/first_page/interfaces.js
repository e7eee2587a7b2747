// The ways in, with the address of this engine in each example.
import { copyButton } from "./copy.js";
import { find, make, prose } from "./dom.js";
import { kExamples } from "./examples.js";
import { language, onLanguage } from "./language.js";
import { address, getJson } from "./server.js";
import { onStatus } from "./state.js";
import { say } from "./words.js";

let service = "C0137"; // until the district has said what it takes whistles for

function pick(zh, en) {
  return language() === "zh" ? zh : en;
}

function facts() {
  return {
    base: address(".").replace(/\/$/, ""),
    host: location.hostname,
    year: new Date().getFullYear() + 1,
    service,
    pick,
  };
}

// "see the [reference]" with the link.
function paragraph(text) {
  const parts = text.split(/\[([^\]]+)\]/);
  const children = parts.map((part, index) =>
    index % 2 === 1 ? make("a", { href: "#reference" }, part) : prose(part),
  );
  return make("p", {}, children.flat());
}

function endpoint(example) {
  if (!example.path) return null;
  const shown = address(example.path.slice(1)).replaceAll("%7B", "{").replaceAll("%7D", "}");
  // A long address breaks where a segment begins.
  const pieces = shown.split(/(?<=[^/]\/)(?=[^/])/).flatMap((piece) => [piece, make("wbr")]);
  const method = make("span", { class: `method ${example.method.toLowerCase()}` }, example.method);
  return make("p", { class: "endpoint" }, method, " ", make("code", {}, pieces));
}

function card(example) {
  const title = pick(...example.title);
  const code = make("code", {}, example.code(facts()));
  const block = make("pre", { tabindex: "0", role: "region", "aria-label": title }, code);
  const needs = example.needs ? make("span", { class: `needs ${example.needs}` }, say(example.needs)) : null;
  return make(
    "article",
    { class: "example", id: example.id },
    make(
      "div",
      { class: "says" },
      make("h3", {}, title, needs ? " " : null, needs),
      endpoint(example),
      pick(...example.text).map(paragraph),
    ),
    make(
      "div",
      { class: "shows" },
      make(
        "div",
        { class: "shell" },
        make("span", {}, "shell"),
        copyButton(say("copyExample", title), () => code.textContent, code),
      ),
      block,
    ),
  );
}

function render() {
  find("examples").replaceChildren(...kExamples.map(card));
}

// So that what is copied is something that this district knows.
async function learnService() {
  try {
    const services = await getJson("open311/v2/services.json");
    const code = services.find((one) => one.service_code === service)?.service_code ?? services[0]?.service_code;
    if (!code || code === service) return;
    service = code;
    render();
  } catch {
    // The example stays as it is: the code is in the district's catalogue or has to be replaced.
  }
}

export function showExamples() {
  onLanguage(render);
  render();
  let asked = false;
  onStatus(() => {
    if (!asked) learnService();
    asked = true;
  });
}
