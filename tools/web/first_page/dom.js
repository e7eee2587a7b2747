// Elements from plain values. Whatever is shown goes through text nodes, so no answer of a server becomes markup.

// make("a", {href: "#x", class: "quiet"}, "text", otherElement). An attribute that is false, null or undefined is left
// out, true is written empty. Children that are null are left out.
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export function find(id) {
  return document.getElementById(id);
}

// Only where it changes: what stands still can be selected and is not read out again.
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// "`code` in a sentence" with the code as such.
export function prose(text) {
  return text.split("`").map((part, index) => (index % 2 === 1 ? make("code", {}, part) : part));
}

export function announce(text) {
  setText(find("announcer"), text);
}
