// What a browser keeps of one person: answers not yet saved, older ones, and those an exercise could not take over.

/**
 * Removes what belongs to the pages that go: those whose whole name fits the pattern. `open` yields a Storage; it may throw where that is forbidden.
 * Keys are `shizha:<what>:<learner>:<page>` and `shizha:kept:<learner>:<page>:<item>`; `shizha:last-learner` names who was here.
 */
export function clearOwn(open, learner, goes) {
  try {
    const storage = open();
    const going = new RegExp(`^(?:${goes})$`);
    const names = Array.from({ length: storage.length }, (_, n) => storage.key(n)).filter((name) => {
      const [ours, , who, page] = name.split(":");
      return ours === "shizha" && who === learner && going.test(page);
    });
    for (const name of names) storage.removeItem(name);
    if (storage.getItem("shizha:last-learner") === learner) storage.removeItem("shizha:last-learner");
    return names.length;
  } catch {
    return 0;
  }
}
