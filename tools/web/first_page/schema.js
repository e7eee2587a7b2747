// Schemas of the document as lists of fields. What a field holds is made when it is opened, so a schema that contains
// itself ends where the reader does.
import { make, prose } from "./dom.js";
import { say } from "./words.js";

const kRefsMost = 16; // that lead to one another without anything else

// A resolver of "#/components/…". An object with nothing in it where there is no such part.
export function resolver(document) {
  const follow = (pointer) => {
    let at = document;
    for (const part of pointer.slice(2).split("/")) {
      at = at?.[decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~")];
    }
    return at;
  };
  return (part) => {
    let at = part;
    let name = "";
    for (let i = 0; at?.$ref && i < kRefsMost; ++i) {
      name = at.$ref.split("/").at(-1);
      // What stands beside a reference is said of this place.
      const { $ref, ...beside } = at;
      const behind = $ref.startsWith("#/") ? follow($ref) : null;
      at = { ...behind, ...beside };
      if (behind?.properties && beside.properties) at.properties = merged(behind.properties, beside.properties);
    }
    return { name, value: at && !at.$ref ? at : {} };
  };
}

// Fields, with what is said of some of them besides.
function merged(properties, besides) {
  const all = { ...properties };
  for (const [name, beside] of Object.entries(besides)) all[name] = { ...all[name], ...beside };
  return all;
}

// "array of Ticket", "string · uint64", "null | integer".
export function typeText(schema, resolve) {
  const { name, value } = resolve(schema);
  if (value.type === "array" || value.items) return `array<${typeText(value.items ?? {}, resolve)}>`;
  if (name) return name;
  const types = [value.type ?? []].flat();
  if (value.nullable) types.push("null");
  if (types.length === 0 && (value.oneOf || value.anyOf)) {
    return (value.oneOf ?? value.anyOf).map((one) => typeText(one, resolve)).join(" | ");
  }
  if (types.length === 0)
    types.push(value.enum || value.const !== undefined ? "string" : value.properties ? "object" : "any");
  const text = types.join(" | ");
  const form = value.format ?? value.contentEncoding;
  return form ? `${text} · ${form}` : text;
}

const kBounds = [
  ["minLength", "≥ {} characters"],
  ["maxLength", "≤ {} characters"],
  ["minItems", "≥ {} items"],
  ["maxItems", "≤ {} items"],
  ["minimum", "≥ {}"],
  ["maximum", "≤ {}"],
  ["exclusiveMinimum", "> {}"],
  ["exclusiveMaximum", "< {}"],
  ["pattern", "{}"],
  ["default", "= {}"],
];

function bounds(value) {
  // A format says what its pattern spells out.
  const told = kBounds.filter(([name]) => value[name] !== undefined && !(name === "pattern" && value.format));
  const text = told.map(([name, form]) =>
    form.replace("{}", typeof value[name] === "object" ? JSON.stringify(value[name]) : String(value[name])),
  );
  return text.length ? make("span", { class: "bounds" }, text.join(" · ")) : null;
}

// What a field may hold; null where that is not listed.
export function enumerators(value) {
  if (!value.enum && value.const === undefined) return null;
  const all = value.enum ?? [value.const];
  const list = make("p", { class: "values" }, make("span", { class: "label" }, say("values")), " ");
  all.forEach((one, index) => list.append(index ? " " : "", make("code", {}, String(one))));
  return list;
}

// Elements of an array count as the array's own.
export function content(schema, resolve) {
  let { name, value } = resolve(schema);
  for (let i = 0; value.items && i < kRefsMost; ++i) ({ name, value } = resolve(value.items));
  return { name, value };
}

function hasInside(value) {
  const open = value.additionalProperties && typeof value.additionalProperties === "object";
  return Boolean(value.properties || open || value.oneOf || value.anyOf || value.allOf);
}

// The document is written in English, whatever the page speaks.
export const kEnglish = { lang: "en", "data-both": true };

// Paragraphs, and lines that begin with "- " as a list.
export function says(text) {
  if (!text) return [];
  const view = [];
  for (const line of text.split(/\n+/)) {
    if (!line.startsWith("- ")) {
      view.push(make("p", { class: "description", ...kEnglish }, prose(line)));
      continue;
    }
    if (view.at(-1)?.tagName !== "UL") view.push(make("ul", { class: "description", ...kEnglish }));
    view.at(-1).append(make("li", {}, prose(line.slice(2))));
  }
  return view;
}

// A part that is made when it is opened for the first time.
export function lazyDetails(summary, fill, attributes = {}) {
  const details = make("details", attributes, make("summary", {}, summary));
  let filled = false;
  details.addEventListener("toggle", () => {
    if (filled || !details.open) return;
    filled = true;
    details.append(...[fill()].flat());
  });
  return details;
}

function field(name, schema, isRequired, resolve, above) {
  const { value } = resolve(schema);
  const inside = content(schema, resolve);
  const head = [
    make("code", { class: "field" }, name),
    " ",
    make("span", { class: "type" }, typeText(schema, resolve)),
  ];
  if (isRequired) head.push(" ", make("span", { class: "must" }, say("required")));
  if (value.deprecated) head.push(" ", make("span", { class: "old" }, say("deprecated")));
  const told = [bounds(value), ...says(schema.description ?? value.description), enumerators(inside.value)];
  const item = make("li", {}, make("div", {}, head), told);
  if (!hasInside(inside.value)) return item;
  if (inside.name && above.includes(inside.name)) {
    item.append(make("p", { class: "again" }, say("recursive", inside.name)));
    return item;
  }
  const below = inside.name ? [...above, inside.name] : above;
  item.append(
    lazyDetails(inside.name || say("schemas"), () => schemaView(inside.value, resolve, below), { class: "inside" }),
  );
  return item;
}

function choices(label, schemas, resolve, above) {
  const items = schemas.map((one, index) => field(resolve(one).name || String(index + 1), one, false, resolve, above));
  return [make("p", { class: "label" }, label), make("ul", { class: "fields" }, items)];
}

// The fields of a schema; `above` names the schemas that it stands in.
export function schemaView(schema, resolve, above = []) {
  const { name, value } = content(schema, resolve);
  const within = name ? [...above, name] : above;
  const view = [];
  const properties = Object.entries(value.properties ?? {});
  const items = properties.map(([key, one]) => field(key, one, value.required?.includes(key), resolve, within));
  if (value.additionalProperties && typeof value.additionalProperties === "object") {
    items.push(field(`‹${say("anyKey")}›`, value.additionalProperties, false, resolve, within));
  }
  if (items.length) view.push(make("ul", { class: "fields" }, items));
  if (value.allOf) view.push(...choices(say("allOf"), value.allOf, resolve, within));
  if (value.oneOf ?? value.anyOf) view.push(...choices(say("oneOf"), value.oneOf ?? value.anyOf, resolve, within));
  const listed = enumerators(value);
  if (listed) view.push(listed);
  if (view.length === 0)
    view.push(make("p", { class: "label" }, value.properties ? say("noFields") : typeText(schema, resolve)));
  return view;
}
