// The first page: what the engine is doing, how to speak to it, and its document.
import { find } from "./dom.js";
import { showExamples } from "./interfaces.js";
import { choose, language, onLanguage } from "./language.js";
import { showReference } from "./reference.js";
import { watch } from "./state.js";
import { listTickets } from "./tickets.js";

function offerLanguages() {
  const buttons = { zh: find("language-zh"), en: find("language-en") };
  const mark = () => {
    for (const [one, button] of Object.entries(buttons))
      button.setAttribute("aria-pressed", String(one === language()));
  };
  for (const [one, button] of Object.entries(buttons)) button.addEventListener("click", () => choose(one));
  onLanguage(mark);
  mark();
}

offerLanguages();
listTickets();
showExamples();
watch();
showReference();
