// Who was at this browser last: until the server says who it is now, their unsent answers are shown.

const LAST_LEARNER = "shizha:last-learner";

export function lastLearner(storage) {
  try {
    return storage.getItem(LAST_LEARNER) || "nobody";
  } catch {
    return "nobody";
  }
}

export function rememberLearner(storage, key) {
  try {
    storage.setItem(LAST_LEARNER, key);
  } catch {
    // Without storage nothing is remembered, and nothing breaks.
  }
}
