// Instants of the engine in words, in the district's zone: "2026-09-28 14:03:07".

let zone = "UTC";
let offset = 0; // seconds east of UTC, now; where the browser does not know the zone

export function setZone(name, seconds) {
  offset = Number(seconds) || 0;
  try {
    new Intl.DateTimeFormat("sv-SE", { timeZone: name });
    zone = name || null;
  } catch {
    zone = null;
  }
}

// Swedish writes dates as ISO 8601 does.
function written(date, timeZone, withSeconds) {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
  if (withSeconds) parts.second = "2-digit";
  return new Intl.DateTimeFormat("sv-SE", { ...parts, timeZone, hourCycle: "h23" }).format(date);
}

// Of microseconds UTC as protobuf's JSON writes them. Empty: no instant.
export function instantText(microseconds, withSeconds = false) {
  const milliseconds = Number(microseconds) / 1000;
  if (!(milliseconds > 0)) return "";
  if (zone) return written(new Date(milliseconds), zone, withSeconds);
  return written(new Date(milliseconds + offset * 1000), "UTC", withSeconds);
}

// Of this browser's own clock, its own zone: when something was noticed here.
export function hereText(date) {
  const time = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
  return new Intl.DateTimeFormat("sv-SE", time).format(date);
}
