// Public tickets in hand, asked for anew where the journal has grown.
import { find, make } from "./dom.js";
import { named, onLanguage } from "./language.js";
import { getJson } from "./server.js";
import { onStatus } from "./state.js";
import { instantText } from "./time.js";
import { say, stateWords } from "./words.js";

const kListed = 10;
const kQuery = `api/v1/public/tickets?status=open&limit=${kListed}`;
const kAll = "api/v1/public/tickets?status=open";

let reply = null;
let failure = "";
let asked = null; // the journal's length when it was asked
let asking = false;

function due(record) {
  const clock = record.clocks?.find((one) => one.name?.kind === "CLOCK_KIND_RESOLVE");
  return instantText(clock?.dueUs);
}

const kColumns = [
  ["number", (ticket) => ticket.number],
  ["category", (ticket) => named(ticket.categoryNameZh, ticket.categoryNameEn) || ticket.record.category],
  ["place", (ticket) => named(ticket.placeNameZh, ticket.placeNameEn)],
  ["lead", (ticket) => named(ticket.leadNameZh, ticket.leadNameEn)],
  ["state", (ticket) => stateWords(ticket.record.state)],
  ["accepted", (ticket) => instantText(ticket.record.acceptedUs)],
  ["due", (ticket) => due(ticket.record)],
];

// A column that no ticket has anything for is left out: place, where none may be told.
function table(tickets) {
  const columns = kColumns
    .map(([key, tell]) => ({ key, cells: tickets.map((ticket) => tell(ticket) || "") }))
    .filter(({ cells }) => cells.some(Boolean));
  const head = columns.map(({ key }) => make("th", { scope: "col", role: "columnheader" }, say(key)));
  const rows = tickets.map((_, row) =>
    make(
      "tr",
      { role: "row" },
      columns.map(({ key, cells }) =>
        make("td", { role: "cell", "data-label": say(key), "data-column": key }, cells[row] || "–"),
      ),
    ),
  );
  return make(
    "table",
    { role: "table", "aria-labelledby": "tickets-title" },
    make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, head)),
    make("tbody", { role: "rowgroup" }, rows),
  );
}

function render() {
  const list = find("ticket-list");
  if (failure) return list.replaceChildren(make("p", { class: "empty" }, say("ticketsFailed", failure)));
  if (!reply) return list.replaceChildren(make("p", { class: "empty" }, say("ticketsWait")));
  const tickets = reply.tickets ?? [];
  if (tickets.length === 0) return list.replaceChildren(make("p", { class: "empty" }, say("noTickets")));
  list.replaceChildren(table(tickets));
  if (reply.more) {
    const all = make("a", { href: kAll }, `/${kAll}`);
    list.append(make("p", { class: "after" }, say("moreTickets", tickets.length), all));
  }
}

async function look(status) {
  if (asking || (asked === status.nextSequence && !failure)) return;
  asking = true;
  const before = JSON.stringify(reply);
  const failed = failure;
  try {
    reply = await getJson(kQuery);
    failure = "";
    asked = status.nextSequence;
  } catch (error) {
    failure = error.message;
  }
  asking = false;
  // What stands still can be selected, and is not read out again.
  if (JSON.stringify(reply) !== before || failed !== failure) render();
}

export function listTickets() {
  onStatus(look);
  onLanguage(render);
  render();
}
