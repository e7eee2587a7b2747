// Drives the client as its own README does, a line of JSON for each call: {"call": "serviceList", "with": [...]} is answered by {"error": …} or {"data": …}.
//   node client.cjs DISCOVERY_URL API_KEY
// NODE_PATH leads to the client.
const readline = require("node:readline");
const Open311 = require("open311");

const [, , discovery, apiKey] = process.argv;
const client = new Open311({ discovery, apiKey });
const lines = readline.createInterface({ input: process.stdin });

lines.on("line", (line) => {
  const { call, with: given } = JSON.parse(line);
  const tell = (error, data) => console.log(JSON.stringify(error ? { error, data } : { data }));
  client[call](...given, tell);
});
lines.on("close", () => process.exit(0));
