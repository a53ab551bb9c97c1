// Where there is no server, this browser keeps the answers; where it keeps nothing, the open page does.
import { sameAnswer } from "./model.js";

const STORED = "shizha:local:";
const FULL = "这台设备的浏览器存不下了，作答只留在这一页里。关掉之前，请先下载作答。";

/** @param storage a Storage, or null where the browser refuses one */
export function openStore(storage) {
  const memory = new Map(); // what could not be written, by page

  const answers = (page) => {
    if (memory.has(page)) return memory.get(page);
    try {
      const kept = JSON.parse(storage.getItem(STORED + page) || "{}");
      return kept && typeof kept === "object" && !Array.isArray(kept) ? kept : {};
    } catch {
      return {};
    }
  };

  /** Whether it stands as it was asked for: without a storage that is the open page's memory, which was said. */
  const write = (page, all) => {
    if (!storage) return Boolean(memory.set(page, all));
    try {
      storage.setItem(STORED + page, JSON.stringify(all));
    } catch {
      return false;
    }
    memory.delete(page);
    return true;
  };

  return {
    /** Whether a page that is opened later finds what was answered here. */
    lasting: storage !== null,
    /** What was answered on a page: {item: {answer, rev, done, saved_at}} */
    answers,
    /** Keeps an answer by the rules of the course's server; @returns {status, body} as that would answer */
    save(page, item, { answer, done, rev }) {
      const all = answers(page);
      const kept = all[item];
      const finished = done || Boolean(kept && kept.done); // trying once more takes nothing back
      const same = kept && kept.done === finished && sameAnswer(kept.answer, answer);
      if (same && !memory.has(page)) return { status: 200, body: { rev: kept.rev, saved_at: kept.saved_at } };
      if (rev !== (kept ? kept.rev : 0)) return { status: 409, body: { rev: kept ? kept.rev : 0, answer: kept ? kept.answer : null, done: Boolean(kept && kept.done) } };
      const fresh = { answer, done: finished, rev: rev + 1, saved_at: new Date().toISOString() };
      if (write(page, { ...all, [item]: fresh })) return { status: 200, body: { rev: fresh.rev, saved_at: fresh.saved_at } };
      memory.set(page, { ...all, [item]: { ...fresh, rev } }); // to be downloaded, and to be tried again
      return { status: 413, body: { message: FULL } };
    },
    /** Nothing of anybody stays in this browser. */
    clear() {
      memory.clear();
      if (!storage) return;
      const names = Array.from({ length: storage.length }, (_, index) => storage.key(index));
      for (const name of names) if (name && name.startsWith("shizha:")) storage.removeItem(name);
    },
  };
}
