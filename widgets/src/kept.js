// An answer that could not be taken over is not thrown away: the newest three stay with the model.

const MOST = 3;
const LARGEST = 64 * 1024;

/** The list with a refused answer at its head; one that is too large is kept as a short record. */
export function keepRefused(kept, answer, refused) {
  const text = asText(answer);
  const size = text.length;
  const entry = size > 0 && bytes(text) <= LARGEST ? answer : { refused, size };
  return [entry, ...(Array.isArray(kept) ? kept : [])].slice(0, MOST);
}

function asText(answer) {
  try {
    return JSON.stringify(answer) || "";
  } catch (error) {
    return "";
  }
}

/** Length in UTF-8; a long text is not encoded to be measured. */
function bytes(text) {
  return text.length > LARGEST ? text.length : new TextEncoder().encode(text).length;
}
