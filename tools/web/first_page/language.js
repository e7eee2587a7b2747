// Which language the page speaks: what was chosen here before, else the browser's, else Chinese.
// Prose stands in both languages in the page itself, and the style sheet shows the one of <html lang>.

const kStored = "whistle.language";
const listeners = [];

function stored() {
  try {
    return localStorage.getItem(kStored);
  } catch {
    return null; // storage is switched off
  }
}

function preferred() {
  const chosen = stored();
  if (chosen === "zh" || chosen === "en") return chosen;
  const wanted = navigator.languages?.length ? navigator.languages : [navigator.language ?? "zh"];
  for (const one of wanted) {
    if (/^zh\b/i.test(one)) return "zh";
    if (/^en\b/i.test(one)) return "en";
  }
  return "zh";
}

let current = preferred();
document.documentElement.lang = current === "zh" ? "zh-CN" : "en";

export function language() {
  return current;
}

export function locale() {
  return current === "zh" ? "zh-CN" : "en-GB";
}

// The name in the page's language; many names have no English.
export function named(zh, en) {
  return current === "zh" ? zh || en || "" : en || zh || "";
}

// Told after each change.
export function onLanguage(listener) {
  listeners.push(listener);
}

export function choose(next) {
  if (next === current) return;
  current = next;
  document.documentElement.lang = next === "zh" ? "zh-CN" : "en";
  try {
    localStorage.setItem(kStored, next);
  } catch {
    // Then it holds until the page is left.
  }
  for (const listener of listeners) listener();
}
