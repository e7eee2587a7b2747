// The OpenAPI document, by tag: every operation with its parameters, body and responses; a filter; an address for each
// (#op-…).
import { copyButton } from "./copy.js";
import { find, make, setText } from "./dom.js";
import { onLanguage } from "./language.js";
import { getJson } from "./server.js";
import { onStatus } from "./state.js";
import { content, enumerators, kEnglish, lazyDetails, resolver, says, schemaView, typeText } from "./schema.js";
import { say, tagWords } from "./words.js";

const kMethods = ["get", "put", "post", "delete", "patch", "head", "options", "trace"];

let api = null;
let failure = "";
let filterText = "";
const open = new Set(); // ids of operations, kept when the language changes

function prefix() {
  const url = api.servers?.[0]?.url ?? "";
  try {
    return new URL(url, document.baseURI).pathname.replace(/\/$/, "");
  } catch {
    return "";
  }
}

function idOf(method, path, operation) {
  const name = operation.operationId ?? `${method}${path}`;
  return `op-${name.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "")}`;
}

function operations() {
  const all = [];
  const ids = new Set();
  for (const [path, item] of Object.entries(api.paths ?? {})) {
    for (const method of kMethods) {
      if (!item[method]) continue;
      const operation = item[method];
      const tag = operation.tags?.[0] ?? "";
      const words = [method, path, operation.operationId, operation.summary, operation.description, tag, tagWords(tag)];
      let id = idOf(method, path, operation);
      if (ids.has(id)) id = idOf(method, path, {}); // a name that the document uses twice
      ids.add(id);
      all.push({
        id,
        method,
        path,
        operation,
        shared: item.parameters ?? [],
        tag,
        words: words.join(" ").toLowerCase(),
      });
    }
  }
  return all;
}

// In the order of the document's own list, then as they come.
function groups(all) {
  const byTag = new Map((api.tags ?? []).map((tag) => [tag.name, { about: tag.description, operations: [] }]));
  for (const one of all) {
    if (!byTag.has(one.tag)) byTag.set(one.tag, { about: "", operations: [] });
    byTag.get(one.tag).operations.push(one);
  }
  return [...byTag].filter(([, group]) => group.operations.length > 0);
}

function parametersView(one, resolve) {
  // One's own beats the path's of the same name and place.
  const byKey = new Map();
  for (const part of [...one.shared, ...(one.operation.parameters ?? [])]) {
    const { value } = resolve(part);
    byKey.set(`${value.in} ${value.name}`, value);
  }
  if (byKey.size === 0) return [];
  const places = { path: say("inPath"), query: say("inQuery"), header: say("inHeader"), cookie: say("inCookie") };
  const items = [...byKey.values()].map((value) => {
    const schema = value.schema ?? Object.values(value.content ?? {})[0]?.schema ?? {};
    const head = [
      make("code", { class: "field" }, value.name),
      " ",
      make("span", { class: "place" }, places[value.in] ?? value.in),
      " ",
      make("span", { class: "type" }, typeText(schema, resolve)),
    ];
    if (value.required) head.push(" ", make("span", { class: "must" }, say("required")));
    const values = enumerators(content(schema, resolve).value);
    return make("li", {}, make("div", {}, head), says(value.description), values);
  });
  return [make("h4", {}, say("parameters")), make("ul", { class: "fields" }, items)];
}

function exampleView(media) {
  const example = media.example ?? Object.values(media.examples ?? {})[0]?.value;
  if (example === undefined) return null;
  const code = make("code", {}, typeof example === "string" ? example : JSON.stringify(example, null, 2));
  const label = say("exampleOf");
  return make(
    "div",
    { class: "shows" },
    make(
      "div",
      { class: "shell" },
      make("span", {}, label),
      copyButton(say("copyExample", label), () => code.textContent, code),
    ),
    make("pre", { tabindex: "0", role: "region", "aria-label": label }, code),
  );
}

function contentView(content, resolve) {
  return Object.entries(content ?? {}).map(([type, media]) => {
    const name = media.schema ? typeText(media.schema, resolve) : "";
    const summary = [make("code", {}, type), " ", make("span", { class: "type" }, name)];
    const example = exampleView(media);
    if (!media.schema) return make("div", {}, summary, example);
    return lazyDetails(summary, () => [example, ...schemaView(media.schema, resolve)].filter(Boolean), {
      class: "inside",
    });
  });
}

function bodyView(operation, resolve) {
  if (!operation.requestBody) return [];
  const { value } = resolve(operation.requestBody);
  const necessity = make(
    "span",
    { class: value.required ? "must" : "place" },
    say(value.required ? "required" : "optional"),
  );
  const parts = contentView(value.content, resolve);
  if (parts[0]?.tagName === "DETAILS") parts[0].open = true;
  return [make("h4", {}, say("body"), " ", necessity), ...says(value.description), ...parts];
}

function statusClass(status) {
  return status.startsWith("2") ? "well" : status.startsWith("3") ? "" : "fault";
}

function responsesView(operation, resolve) {
  const items = Object.entries(operation.responses ?? {}).map(([status, part]) => {
    const { value } = resolve(part);
    const headers = Object.entries(value.headers ?? {}).map(([name, header]) =>
      make(
        "p",
        { class: "description", ...kEnglish },
        make("code", {}, name),
        " ",
        resolve(header).value.description ?? "",
      ),
    );
    const head = make(
      "div",
      {},
      make("code", { class: `status ${statusClass(status)}` }, status),
      " ",
      value.description ?? "",
    );
    return make("li", {}, head, headers, contentView(value.content, resolve));
  });
  return items.length ? [make("h4", {}, say("responses")), make("ul", { class: "fields" }, items)] : [];
}

function needsNoToken(operation) {
  const security = operation.security ?? api.security;
  return Array.isArray(security) && (security.length === 0 || security.some((one) => Object.keys(one).length === 0));
}

function operationView(one, base, resolve) {
  const { operation } = one;
  const summary = [
    make("span", { class: `method ${one.method}` }, one.method.toUpperCase()),
    make("code", { class: "path" }, base ? make("span", { class: "base" }, base) : null, one.path),
    make("span", { class: "summary", ...kEnglish }, operation.summary ?? ""),
  ];
  const details = lazyDetails(
    summary,
    () =>
      make(
        "div",
        { class: "inner" },
        operation.deprecated ? make("p", { class: "old" }, say("deprecated")) : null,
        needsNoToken(operation) ? make("p", { class: "needs anybody" }, say("noToken")) : null,
        says(operation.description),
        parametersView(one, resolve),
        bodyView(operation, resolve),
        responsesView(operation, resolve),
      ),
    { class: "operation", id: one.id },
  );
  details.addEventListener("toggle", () => {
    if (details.open) open.add(one.id);
    else open.delete(one.id);
  });
  // By hand alone: the address then names what is being read.
  details.firstChild.addEventListener("click", () => {
    if (!details.open) history.replaceState(null, "", `#${one.id}`);
  });
  if (open.has(one.id)) details.open = true;
  return details;
}

function matches(words) {
  return filterText
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word));
}

function applyFilter(all, sections, told, nothing) {
  const shown = new Set(all.filter((one) => matches(one.words)).map((one) => one.id));
  for (const { section, link, ids } of sections) {
    section.hidden = !ids.some((id) => shown.has(id));
    link.hidden = section.hidden;
  }
  for (const one of all) find(one.id).hidden = !shown.has(one.id);
  setText(told, say("filtered", shown.size, all.length));
  nothing.hidden = shown.size > 0;
}

function groupView(tag, group, base, resolve) {
  const id = `tag-${tag.replace(/[^A-Za-z0-9]+/g, "-")}`;
  const section = make(
    "section",
    { class: "group", id, "aria-label": tagWords(tag) },
    make("h3", {}, tagWords(tag), " ", make("span", { class: "amount" }, String(group.operations.length))),
    says(group.about),
    group.operations.map((one) => operationView(one, base, resolve)),
  );
  const link = make("li", {}, make("a", { href: `#${id}` }, tagWords(tag)));
  return { section, link, ids: group.operations.map((one) => one.id) };
}

function render() {
  const place = find("document");
  if (failure) {
    const again = make("button", { type: "button" }, say("again"));
    again.addEventListener("click", read);
    return place.replaceChildren(make("p", { class: "empty" }, say("documentFailed", failure), " ", again));
  }
  if (!api) return place.replaceChildren(make("p", { class: "empty" }, say("readingDocument")));
  const resolve = resolver(api);
  const base = prefix();
  const all = operations();
  const sections = groups(all).map(([tag, group]) => groupView(tag, group, base, resolve));
  const input = make("input", {
    type: "search",
    id: "filter",
    autocomplete: "off",
    spellcheck: "false",
  });
  input.value = filterText;
  const told = make("p", { class: "amounts", role: "status" });
  const nothing = make("p", { class: "empty", hidden: true }, say("nothingMatches"));
  input.addEventListener("input", () => {
    filterText = input.value.trim();
    applyFilter(all, sections, told, nothing);
  });
  place.replaceChildren(
    make(
      "div",
      { class: "tools" },
      make("label", { for: "filter" }, say("filter")),
      input,
      told,
      make(
        "nav",
        { "aria-label": say("groups") },
        make(
          "ul",
          {},
          sections.map(({ link }) => link),
        ),
      ),
    ),
    make(
      "div",
      {},
      make("div", { class: "about" }, says(api.info?.description)),
      nothing,
      sections.map(({ section }) => section),
    ),
  );
  applyFilter(all, sections, told, nothing);
}

// The operation that the address names is opened and shown.
function follow() {
  const id = location.hash.slice(1);
  const target = id && find(id);
  if (!target || !find("document").contains(target)) return;
  if (target.hidden && filterText) {
    filterText = "";
    render();
    return follow();
  }
  if (target.tagName === "DETAILS") {
    target.open = true;
    target.firstChild.focus({ preventScroll: true });
  }
  target.scrollIntoView();
}

async function read() {
  failure = "";
  render();
  try {
    api = await getJson("api/v1/openapi.json");
  } catch (error) {
    failure = error.message;
  }
  render();
  follow();
}

export function showReference() {
  onLanguage(render);
  window.addEventListener("hashchange", follow);
  // An engine that comes back brings its document.
  onStatus(() => {
    if (failure) read();
  });
  read();
}
