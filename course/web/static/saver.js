// Keeps answers safe: first in this browser, then on the server, in order, one request at a time for each exercise.
import { isPassing } from "./api.js";
import { sameAnswer } from "./model.js";

const DEBOUNCE_MS = 300;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30000;

/**
 * @param context {api, page, version, drafts, onStatus(status, message), onSaved(item), onConflict(item, body, own)}; `own` is {answer, done}
 * Statuses: "quiet" nothing to say yet, "saving", "saved", "offline", "refused" (with the server's sentence).
 */
export function makeSaver({ api, page, version, drafts, onStatus, onSaved = () => {}, onConflict }) {
  const entries = new Map();
  let offline = false;
  let refusal = "";
  let delay = FIRST_RETRY_MS;
  let retryTimer = null;
  let everSaved = false;
  let held = true; // until it is known whose answers these are, and what they build on

  const entry = (item) => {
    if (!entries.has(item)) entries.set(item, { rev: 0, waiting: null, sent: null, sending: null, timer: null, clashes: 0 });
    return entries.get(item);
  };
  const waiting = () => [...entries.entries()].filter(([, { waiting: job }]) => job);

  const tell = () => {
    const open = waiting().length > 0;
    if (open && refusal) onStatus("refused", refusal);
    else if (open && (offline || held)) onStatus("offline", "");
    else if (open) onStatus("saving", "");
    else onStatus(everSaved ? "saved" : "quiet", "");
  };

  const keep = (item) => {
    const { waiting: job, rev, sent } = entry(item);
    if (job) drafts.put(item, { ...job, rev, sent: sent || undefined, at: new Date().toISOString() });
    else drafts.drop(item);
  };

  const save = (item, answer, done) => {
    const mine = entry(item);
    mine.waiting = { answer, done };
    keep(item);
    refusal = "";
    tell();
    if (offline || held) return;
    clearTimeout(mine.timer);
    mine.timer = setTimeout(() => push(item), DEBOUNCE_MS);
  };

  const push = (item) => {
    const mine = entry(item);
    clearTimeout(mine.timer);
    if (!held && !mine.sending && mine.waiting) {
      mine.sending = deliver(item, mine).then(() => {
        mine.sending = null;
        const more = mine.waiting && !offline && !refusal && !held;
        tell();
        return more ? push(item) : undefined;
      });
    }
    return mine.sending || Promise.resolve();
  };

  const body = (job, rev) => ({ answer: job.answer, done: job.done, rev, ...(version ? { content_version: version } : {}) });

  const deliver = async (item, mine) => {
    const job = mine.waiting;
    mine.sent = job.answer;
    keep(item);
    tell();
    const { status, body: reply } = await api.save(page, item, body(job, mine.rev));
    if (status === 200) return accepted(item, mine, job, reply);
    if (status === 409) return outrun(item, mine, job, reply);
    if (isPassing(status)) return postpone();
    refusal = reply.message || "这次没有存上，作答还在本机。请刷新页面再试。";
  };

  const accepted = (item, mine, job, reply) => {
    mine.rev = reply.rev;
    settle(item, mine, job);
    drafts.announce(item, mine.rev);
    onSaved(item);
  };

  const settle = (item, mine, job) => {
    if (mine.waiting === job) mine.waiting = null;
    mine.sent = null;
    mine.clashes = 0;
    keep(item);
    offline = false;
    everSaved = true;
    delay = FIRST_RETRY_MS;
  };

  /** Somebody saved in between: their answer counts, ours is kept in this browser. */
  const outrun = (item, mine, job, reply) => {
    mine.rev = reply.rev || 0;
    if (!reply.answer) {
      // The server has none at all (its records were reset): ours goes again, as the first.
      mine.clashes += 1;
      return mine.clashes > 2 ? postpone() : keep(item);
    }
    if (sameAnswer(reply.answer, job.answer)) return settle(item, mine, job);
    const own = mine.waiting;
    mine.waiting = null;
    settle(item, mine, job);
    drafts.retire(item, own.answer);
    onConflict(item, reply, own);
  };

  const postpone = () => {
    offline = true;
    clearTimeout(retryTimer);
    retryTimer = setTimeout(retry, delay);
    delay = Math.min(delay * 2, LAST_RETRY_MS);
  };

  /** One exercise is tried first; the others follow as soon as it got through. */
  const retry = async () => {
    clearTimeout(retryTimer);
    if (held) return tell();
    const [first, ...rest] = waiting();
    offline = false;
    refusal = "";
    if (!first) return tell();
    await push(first[0]);
    if (!offline) await Promise.all(rest.map(([item]) => push(item)));
  };

  return {
    save,
    retry,
    /** From here on answers are sent. */
    release() {
      held = false;
    },
    /** Somebody else is at the desk: send nothing more; what waits stays in this browser. */
    stop() {
      held = true;
      clearTimeout(retryTimer);
      for (const mine of entries.values()) clearTimeout(mine.timer);
    },
    /** What the server has: the revision to build the next save on. */
    know(item, rev) {
      entry(item).rev = rev;
      if (rev > 0) everSaved = true;
    },
    /** What waited here is decided elsewhere. */
    forget(item) {
      clearTimeout(entry(item).timer);
      entry(item).waiting = null;
    },
    rev: (item) => entry(item).rev,
    /** Why the server takes no answers, in its own words; empty where it does. */
    refusal: () => refusal,
    isWaiting: (item) => entry(item).waiting !== null,
    /** Send everything now; true when the server has it all. */
    async flush() {
      await retry();
      tell();
      return waiting().length === 0;
    },
    /** The page is going away: one last request each, which outlives the page. */
    leave() {
      if (held) return;
      for (const [item, mine] of waiting()) {
        if (!mine.sending) api.save(page, item, body(mine.waiting, mine.rev), { keepalive: true, signal: undefined });
      }
    },
    tell,
  };
}
