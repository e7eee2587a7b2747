// Asks the engine. All addresses are relative to the page, so that the page works below a prefix of a proxy too.

const kPatience = 8_000; // milliseconds for one answer

export function address(path) {
  return new URL(path, document.baseURI).href;
}

// An answer that is a refusal, or none. `what` is a sentence or two; `answered` says whether the engine spoke at all.
class NoAnswer extends Error {
  constructor(what, answered) {
    super(what);
    this.answered = answered;
  }
}

// The problem document (RFC 9457) in a line, or the bare status.
async function refusal(response) {
  const fallback = `HTTP ${response.status}`;
  try {
    const problem = await response.json();
    return [fallback, problem.title].filter(Boolean).join(" · ");
  } catch {
    return fallback;
  }
}

export async function getJson(path) {
  const ended = new AbortController();
  const timer = setTimeout(() => ended.abort(), kPatience);
  try {
    const response = await fetch(address(path), {
      signal: ended.signal,
      headers: { Accept: "application/json" },
      credentials: "omit",
    });
    // A proxy in front answers for an engine that is not there.
    if (!response.ok) throw new NoAnswer(await refusal(response), ![502, 504].includes(response.status));
    return await response.json();
  } catch (error) {
    if (error instanceof NoAnswer) throw error;
    throw new NoAnswer(error.message, false);
  } finally {
    clearTimeout(timer);
  }
}
