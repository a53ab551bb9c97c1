// Whether the server is there, asked while somebody looks at the page: one hears of a lost server before one needs it.

// Together five seconds: so long may a server be gone, or a network swallow everything, before it is told.
const EVERY_MS = 3000;
export const PULSE_PATIENCE_MS = 2000;

/** @param context {ask() -> Promise<boolean>: does it answer; tell(there): only when that changed} */
export function makePulse({ ask, tell }) {
  let there = true;
  let asking = false;
  let timer = null;
  const hidden = () => document.visibilityState === "hidden";

  const note = (now) => {
    if (now === there) return;
    there = now;
    tell(there);
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(beat, EVERY_MS);
  };
  const beat = async () => {
    clearTimeout(timer);
    if (asking || hidden()) return; // nobody looks: nothing is asked until somebody does
    asking = true;
    const now = await ask();
    asking = false;
    if (now || !hidden()) note(now); // a hidden page's requests may fail for no fault of the server's
    later();
  };

  document.addEventListener("visibilitychange", beat);
  window.addEventListener("online", beat);
  window.addEventListener("offline", beat);
  later();

  return {
    beat,
    /** What another request found: an answer is as good as a beat, no answer asks for one. */
    heard(answered) {
      if (!answered) return void beat();
      note(true);
      if (!asking) later();
    },
  };
}
