// Texts onto the clipboard.
import { announce, make, setText } from "./dom.js";
import { say } from "./words.js";

const kShown = 2_000; // milliseconds for "copied"

// True once the text is on the clipboard. Where the page is not served by https the newer way is closed, so the text is
// selected and copied as a person would.
export async function copy(text, shown) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Refused: the other way may still be open.
    }
  }
  const selection = window.getSelection();
  selection.selectAllChildren(shown);
  return document.execCommand("copy");
}

// A button that copies what `text()` gives; `shown` is where it stands on the page.
export function copyButton(label, text, shown) {
  const button = make("button", { type: "button", class: "copy", "aria-label": label }, say("copy"));
  button.addEventListener("click", async () => {
    const copied = await copy(text(), shown);
    const told = say(copied ? "copied" : "copyFailed");
    setText(button, told);
    announce(told);
    button.classList.toggle("done", copied);
    setTimeout(() => {
      setText(button, say("copy"));
      button.classList.remove("done");
      announce("");
    }, kShown);
  });
  return button;
}
