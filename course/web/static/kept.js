// Older answers that an exercise could not take over: they stay in this browser, for one person, page and exercise.
// localStorage may be full, forbidden or absent; then they stay with the open page alone.

const keptKey = (learner, page, item) => `shizha:kept:${learner}:${page}:${item}`;

/** The list as it was kept; a damaged one is an empty one. */
export function readKept(storage, learner, page, item) {
  try {
    const list = JSON.parse(storage.getItem(keptKey(learner, page, item)) || "[]");
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

/** Whether it could be kept. */
export function writeKept(storage, learner, page, item, list) {
  try {
    storage.setItem(keptKey(learner, page, item), JSON.stringify(list));
    return true;
  } catch {
    return false;
  }
}
