// The first page: what the engine is doing, how to speak to it, and its document.
import { showExamples } from "./interfaces.js";
import "./language_choice.js";
import { showReference } from "./reference.js";
import { watch } from "./state.js";
import { listTickets } from "./tickets.js";

listTickets();
showExamples();
watch();
showReference();
