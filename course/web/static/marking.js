// Marking free text: points are kept as soon as they are given, and all of it goes by keyboard. It works without, too.

const PAUSE = 700;
const LOST = "没有存上：连不上服务器。分还在这里，连上后按 Enter 再存一次。";
const LOGIN = "没有存上：登录的时间过了。请在另一个页面重新登录管理台，再回来按 Enter。";
const SAVING = "正在存…";
const KEYS = "shizha:marking-keys";

/** @returns {{status: number, body: object}} status 0 where nobody answered */
export async function post(form, ask = fetch) {
  try {
    const answer = await ask(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    });
    const type = answer.headers.get("Content-Type") || "";
    return { status: answer.status, body: type.includes("json") ? await answer.json() : {} };
  } catch {
    return { status: 0, body: {} };
  }
}

/** Whether keys give points and turn pages: as this browser was told, and until then they do. */
export function keysWanted(storage) {
  try {
    return storage().getItem(KEYS) !== "off";
  } catch {
    return true;
  }
}

/** The switch for the keys; where nothing can be kept, it holds for the open page. */
export function keySwitch(here, storage = () => window.localStorage) {
  const box = here.querySelector("input");
  const hints = here.querySelector("[data-hints]");
  const show = () => {
    hints.hidden = !box.checked;
    document.body.classList.toggle("is-keyless", !box.checked);
  };
  box.checked = keysWanted(storage);
  show();
  box.addEventListener("change", () => {
    show();
    try {
      storage().setItem(KEYS, box.checked ? "on" : "off");
    } catch {
      // forbidden or full
    }
  });
  here.hidden = false;
  return () => box.checked;
}

/** Brings one answer's form to life; @returns what the keys do, for the page and its tests. */
export function marking(form, { send = post, go = (href) => location.assign(href), pause = PAUSE, wanted = () => true } = {}) {
  const part = (name) => form.querySelector(`[data-${name}]`);
  const told = part("told");
  const conflict = part("conflict");
  const comment = form.elements.comment;
  const half = form.elements.half;
  const radios = [...form.querySelectorAll("input[type=radio]")];
  const number = form.querySelector("input[type=number]");
  let onward = form.dataset.onward;
  let kept = snapshot();
  let under = Promise.resolve(true);
  let timer = 0;
  let stands = null;
  let leaving = false;

  function snapshot() {
    const chosen = radios.find((radio) => radio.checked);
    return JSON.stringify([number ? number.value : chosen ? chosen.value : "", Boolean(half && half.checked), comment.value.trim()]);
  }

  const tell = (text, state = "") => {
    told.textContent = text;
    told.dataset.state = state;
  };

  function warn(text, choices) {
    part("message").textContent = text;
    part("choices").hidden = !choices;
    conflict.hidden = !text;
    if (text && conflict.scrollIntoView) conflict.scrollIntoView({ block: "nearest" }); // on a phone it is below the fold
  }

  function took(body, sent) {
    kept = sent;
    form.elements.seen.value = body.seen;
    onward = body.onward || onward;
    const left = document.querySelector("[data-left]");
    const meter = document.querySelector("[data-meter]");
    if (left) left.textContent = body.left;
    if (meter) meter.value = meter.max - body.left;
    warn("", false);
    tell(body.told, "saved");
  }

  async function keep() {
    const sent = snapshot();
    if (stands) return false; // first it is said whose mark counts
    if (sent === kept) return true;
    tell(SAVING);
    const { status, body } = await send(form);
    if (status === 200 && body.seen) {
      took(body, sent);
      return true;
    }
    tell("", "");
    stands = status === 409 && body.stands ? body : null;
    warn(body.message || (status === 403 ? LOGIN : LOST), Boolean(stands));
    return false;
  }

  /** Saves follow one another: what is seen is what the one before left. */
  function save() {
    clearTimeout(timer);
    under = under.then(keep);
    return under;
  }

  /** On to another answer; a key that comes too early for that one must not mark this one. */
  async function leaveFor(where) {
    leaving = true;
    leaving = await save();
    if (leaving) go(where());
  }

  const next = () => leaveFor(() => onward);
  const turn = (href) => href && leaveFor(() => href);

  function choose(score, plus) {
    for (const radio of radios) radio.checked = radio.value === score;
    if (half) half.checked = plus;
  }

  function points(digit) {
    if (!radios.some((radio) => radio.value === digit)) return false;
    choose(digit, false);
    save();
    return true;
  }

  function halve() {
    if (!half) return false;
    const chosen = radios.find((radio) => radio.checked);
    if (!chosen || chosen === radios[radios.length - 1]) return false;
    half.checked = !half.checked;
    save();
    return true;
  }

  function takeBack() {
    choose("", false);
    if (number) number.value = "";
    save();
    return true;
  }

  /** The other marker's mark stays, and what was given here is let go. */
  function leave() {
    const { score, comment: words } = stands.stands;
    if (number) number.value = score === null ? "" : score;
    else choose(score === null ? "" : String(Math.floor(score)), score !== null && score % 1 === 0.5);
    comment.value = words;
    form.elements.seen.value = stands.seen;
    kept = snapshot();
    decided();
    tell("留下了现在的分", "saved");
    return true;
  }

  function insist() {
    form.elements.seen.value = stands.seen;
    decided();
    save();
    return true;
  }

  function decided() {
    stands = null;
    warn("", false);
  }

  const keys = {
    Enter: () => (next(), true),
    ArrowLeft: () => (turn(form.dataset.before), true),
    ArrowRight: () => (turn(form.dataset.after), true),
    Backspace: takeBack,
    Delete: takeBack,
    ".": halve,
    y: () => stands !== null && insist(),
    n: () => stands !== null && leave(),
    c: () => (comment.focus(), true),
    C: () => (comment.focus(), true),
  };

  /** @returns {boolean} whether the key was ours */
  function key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
    if (leaving) return true;
    const at = event.target;
    if (at === comment) {
      if (event.key === "Escape") return comment.blur(), save(), true;
      return false;
    }
    if (!wanted()) return false;
    if (at === number && event.key !== "Enter") return false;
    if (at.closest && at.closest("a, button, summary, select") && event.key === "Enter") return false;
    if (/^[0-9]$/.test(event.key)) return points(event.key);
    return keys[event.key] ? keys[event.key]() : false;
  }

  document.addEventListener("keydown", (event) => key(event) && event.preventDefault());
  // a tap is the number's key; one on the number that is chosen already is no change
  form.addEventListener("click", (event) => radios.includes(event.target) && points(event.target.value));
  form.addEventListener("change", (event) => {
    const top = radios.length && radios[radios.length - 1].checked;
    if (half && top) half.checked = false;
    if (event.target !== comment) save();
  });
  comment.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  });
  comment.addEventListener("blur", () => save());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    next();
  });
  part("mine").addEventListener("click", insist);
  part("theirs").addEventListener("click", leave);
  window.addEventListener("pageshow", () => (leaving = false));
  window.addEventListener("beforeunload", (event) => snapshot() !== kept && event.preventDefault());
  return { save, key, settled: () => under };
}

for (const form of document.querySelectorAll("form[data-mark]")) {
  marking(form, { wanted: keySwitch(document.querySelector("[data-keys]")) });
}
