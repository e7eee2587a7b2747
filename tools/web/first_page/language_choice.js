// The two buttons of a page that say which language it speaks.
import { find } from "./dom.js";
import { choose, language, onLanguage } from "./language.js";

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
