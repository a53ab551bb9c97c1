// What this browser keeps until the server has it: answers not yet saved, and older ones that gave way.
// localStorage may be full, forbidden or absent; then the page goes on with its memory alone.

const HISTORY_LENGTH = 20;

/** @param storage a Storage or null; @param learner a key of the person; @param page the page's id */
export function openDrafts(storage, learner, page) {
  const name = (kind) => `shizha:${kind}:${learner}:${page}`;
  const memory = new Map();

  const read = (kind, otherwise) => {
    let text = memory.get(kind);
    try {
      if (storage) text = storage.getItem(name(kind)) || text;
      return text ? JSON.parse(text) : otherwise;
    } catch {
      return otherwise;
    }
  };

  const write = (kind, value) => {
    const text = JSON.stringify(value);
    memory.set(kind, text);
    try {
      storage.setItem(name(kind), text);
      return true;
    } catch {
      return false;
    }
  };

  return {
    /** Answers waiting for the server: {item: {answer, done, rev, at, sent?}} */
    all: () => read("waiting", {}),
    put(item, draft) {
      return write("waiting", { ...read("waiting", {}), [item]: draft });
    },
    drop(item) {
      const rest = read("waiting", {});
      delete rest[item];
      write("waiting", rest);
    },
    /** An own answer that gave way to a newer one is kept, never thrown away. */
    retire(item, answer) {
      const entry = { item, answer, at: new Date().toISOString() };
      write("older", [...read("older", []), entry].slice(-HISTORY_LENGTH));
    },
    older: () => read("older", []),
    /** Tells other tabs that something was saved. */
    announce: (item, rev) => write("saved", { item, rev, at: Date.now() }),
    isAnnouncement: (key) => key === name("saved"),
  };
}

/** The browser's localStorage, or null where it may not be used. */
export function browserStorage() {
  try {
    window.localStorage.setItem("shizha:probe", "1");
    window.localStorage.removeItem("shizha:probe");
    return window.localStorage;
  } catch {
    return null;
  }
}
