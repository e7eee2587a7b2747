// The district's state, asked for every few seconds while somebody looks.
import { copy } from "./copy.js";
import { announce, find, make, setText } from "./dom.js";
import { locale, named, onLanguage } from "./language.js";
import { getJson } from "./server.js";
import { hereText, instantText, setZone } from "./time.js";
import { say } from "./words.js";

const kEvery = 4_000; // milliseconds between an answer and the next question
const kEveryMost = 30_000; // after many questions in vain
const kHashDigits = 12; // of a ruleset, as the command line shows it

const seen = { status: null, at: null, silentSince: null, refusal: "" };
const listeners = [];

// Told of each answer.
export function onStatus(listener) {
  listeners.push(listener);
}

function count(text) {
  return new Intl.NumberFormat(locale()).format(BigInt(text ?? 0));
}

function hexadecimal(base64) {
  return Array.from(atob(base64 ?? ""), (c) => c.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

function isDriven(status) {
  return status.clockMode !== "CLOCK_MODE_REAL";
}

function clockNotice(status) {
  if (status.clockMode === "CLOCK_MODE_FAST") return say("clockFast", status.speed);
  if (status.clockMode === "CLOCK_MODE_FOLLOW") return say("clockFollow");
  return say("clockOther", status.clockMode);
}

// Pairs are kept and their texts changed, so that nothing moves or loses its selection.
function pair(list, name) {
  let value = list.querySelector(`dd[data-name="${name}"]`);
  if (!value) {
    value = make("dd", { "data-name": name });
    list.append(make("div", {}, make("dt"), value));
  }
  return { term: value.previousElementSibling, value };
}

function putPair(list, name, term, value) {
  const shown = pair(list, name);
  setText(shown.term, term);
  setText(shown.value, value);
}

function putRuleset(list, status) {
  const { term, value } = pair(list, "ruleset");
  const hash = hexadecimal(status.rulesetSha256);
  setText(term, say("ruleset"));
  if (value.dataset.hash !== hash) {
    value.dataset.hash = hash;
    const shown = make("code", { title: hash }, hash.slice(0, kHashDigits));
    const button = make("button", { type: "button", class: "plain" });
    button.addEventListener("click", async () =>
      announce((await copy(hash, shown)) ? say("copied") : say("copyFailed")),
    );
    value.replaceChildren(shown, " ", button, make("small"));
  }
  const button = value.querySelector("button");
  setText(button, say("copy"));
  button.setAttribute("aria-label", say("copyHash"));
  setText(value.querySelector("small"), say("rulesetPublished", status.ruleset));
}

function putScheduled(list, scheduled) {
  if (!scheduled) {
    list.querySelector('dd[data-name="scheduled"]')?.parentElement.remove();
    return;
  }
  const from = say("scheduledFrom", instantText(scheduled.inForceFromUs));
  putPair(
    list,
    "scheduled",
    say("scheduled"),
    `${hexadecimal(scheduled.rulesetSha256).slice(0, kHashDigits)}, ${from}`,
  );
}

function renderStatus(status) {
  const name = named(status.districtNameZh, status.districtNameEn);
  setText(find("district"), name);
  document.title = `${name} · Whistle 吹哨报到`;
  setText(find("foot-version"), status.version);
  const figures = find("figures");
  putPair(figures, "open", say("openTickets"), count(status.openTickets));
  putPair(figures, "entries", say("entries"), count(status.nextSequence));
  putPair(
    figures,
    "time",
    say(isDriven(status) ? "districtTimeDriven" : "districtTime"),
    instantText(status.civilTimeUs, true),
  );
  const facts = find("facts");
  putPair(facts, "code", say("code"), status.districtCode);
  putPair(facts, "version", say("version"), status.version);
  putPair(facts, "zone", say("zone"), status.timeZone);
  putRuleset(facts, status);
  putScheduled(facts, status.scheduled);
  const notice = find("clock-notice");
  notice.hidden = !isDriven(status);
  if (isDriven(status)) setText(notice, clockNotice(status));
}

function answeringText() {
  if (seen.refusal) return say("refuses", seen.refusal);
  if (!seen.silentSince) return say(seen.status ? "answering" : "waiting");
  const since = hereText(seen.silentSince);
  return seen.status ? say("silentShows", since, hereText(seen.at)) : say("silentSince", since);
}

function render() {
  if (seen.status) renderStatus(seen.status);
  const answering = find("answering");
  setText(answering, answeringText());
  const silent = seen.silentSince || seen.refusal;
  answering.dataset.state = silent ? "silent" : seen.status ? "well" : "waiting";
  find("main").classList.toggle("stale", Boolean(silent && seen.status));
}

// Whether the engine answered.
async function look() {
  try {
    seen.status = await getJson("api/v1/status");
    seen.at = new Date();
    seen.silentSince = null;
    seen.refusal = "";
    setZone(seen.status.timeZone, seen.status.utcOffsetSeconds);
  } catch (error) {
    seen.refusal = error.answered ? error.message : "";
    if (error.answered) seen.silentSince = null;
    else seen.silentSince ??= new Date();
    render();
    return false;
  }
  render();
  for (const listener of listeners) listener(seen.status);
  return true;
}

export function watch() {
  let timer = 0;
  let every = kEvery;
  let looking = false;
  const next = async () => {
    clearTimeout(timer);
    if (looking || document.hidden) return;
    looking = true;
    every = (await look()) ? kEvery : Math.min(every * 1.5, kEveryMost);
    looking = false;
    timer = setTimeout(next, every);
  };
  document.addEventListener("visibilitychange", next);
  window.addEventListener("online", next);
  onLanguage(render);
  render();
  next();
}
