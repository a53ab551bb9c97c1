// The instructor's pages: counts that follow by themselves, and a file's size before it is sent. All works without.

const EVERY = 30000;

/** @param {string} text @returns {Element|null} the live part of a page; null where it is another page */
export function livePart(text) {
  return new DOMParser().parseFromString(text, "text/html").querySelector("[data-live]");
}

/** Counts anew; a lost server is told, an ended login leads to the login page. */
export async function refresh(here, ask = fetch, reload = () => location.reload()) {
  const told = document.querySelector("[data-live-fault]");
  let fresh;
  try {
    const answer = await ask(location.href, { cache: "no-store", credentials: "same-origin" });
    if (answer.redirected || answer.status === 403) return reload();
    if (!answer.ok) throw new Error(String(answer.status));
    fresh = livePart(await answer.text());
  } catch {
    if (told) told.hidden = false;
    return undefined;
  }
  if (told) told.hidden = true;
  if (fresh && !here.contains(document.activeElement)) here.replaceChildren(...fresh.childNodes);
  return undefined;
}

export function follow(every = EVERY) {
  const here = document.querySelector("[data-live]");
  if (!here) return;
  setInterval(() => document.hidden || refresh(here), every);
  window.addEventListener("focus", () => refresh(here));
}

/** Says at once that files are too large or too many, instead of after the upload; sends their times along. */
export function weigh() {
  const field = document.querySelector("input[type=file][data-limit]");
  if (!field) return;
  const told = document.getElementById(field.dataset.told);
  const tooMany = document.getElementById(field.dataset.many);
  const times = field.form.querySelector("input[name=times]");
  const button = field.form.querySelector("button[type=submit]");
  field.addEventListener("change", () => {
    const files = [...field.files];
    const large = files.reduce((sum, file) => sum + file.size, 0) > Number(field.dataset.limit);
    const many = files.length > Number(field.dataset.most || files.length);
    told.hidden = !large;
    if (tooMany) tooMany.hidden = !many;
    if (times) times.value = JSON.stringify(files.map((file) => file.lastModified));
    button.disabled = large || many;
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
follow();
weigh();
