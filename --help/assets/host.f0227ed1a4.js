// Requests to the course's server. Every outcome is a value: {status, body}; status 0 means nobody answered.

const PATIENCE_MS = 15000;

function makeApi(base, fetcher = (...args) => window.fetch(...args)) {
  const at = (path) => new URL(`${base}api/${path}`, document.baseURI).href;

  const ask = async (method, path, body, options = {}) => {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), PATIENCE_MS);
    const headers = { Accept: "application/json" };
    if (method !== "GET") headers["X-XSRFToken"] = cookie("_xsrf");
    if (body !== undefined) headers["Content-Type"] = "application/json";
    try {
      const response = await fetcher(at(path), {
        method,
        headers,
        credentials: "same-origin",
        cache: "no-store",
        signal: abort.signal,
        body: body === undefined ? undefined : JSON.stringify(body),
        ...options,
      });
      return { status: response.status, body: await json(response) };
    } catch {
      return { status: 0, body: {} };
    } finally {
      clearTimeout(timer);
    }
  };

  const id = encodeURIComponent;
  return {
    state: (page) => ask("GET", `state/${id(page)}`),
    save: (page, item, body, options) => ask("PUT", `answers/${id(page)}/${id(item)}`, body, options),
    submit: (page) => ask("POST", `submit/${id(page)}`, {}),
  };
}

/** Worth another try later: nobody answered, the server is busy or ill. */
function isPassing(status) {
  return status === 0 || status === 408 || status === 425 || status === 429 || status >= 500;
}

async function json(response) {
  try {
    return (await response.json()) || {};
  } catch {
    return {};
  }
}

function cookie(name) {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

// Building elements: text is always text, never markup.

function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function fill(node, ...children) {
  node.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
}

function byId(id) {
  return document.getElementById(id);
}

/** A moment as a person in the office would say it. */
function moment(iso) {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return String(iso || "");
  const two = (number) => String(number).padStart(2, "0");
  return `${at.getFullYear()}年${at.getMonth() + 1}月${at.getDate()}日 ${two(at.getHours())}:${two(at.getMinutes())}`;
}

// The quiet strip at the top: how far one is, whether it is saved; and the sentences that must be said.

const SAYS = {
  quiet: "",
  saving: "正在保存…",
  saved: "已保存",
  offline: "离线，稍后自动保存",
  refused: "没有存上",
};

function makeBar() {
  const status = byId("sz-status");
  const notices = byId("sz-notices");
  const meter = byId("sz-meter");
  const count = byId("sz-count");
  const shown = new Map();
  let said = "";

  /** One sentence under the bar; the same `name` replaces what stood there, an empty text removes it. */
  const notice = (name, text, { tone = "note", actions = [], close = false } = {}) => {
    const old = shown.get(name);
    if (old) old.remove();
    shown.delete(name);
    if (!text) return;
    const dismiss = close && h("button", { type: "button", class: "link-button", on: { click: () => notice(name, "") } }, "知道了");
    const node = h("div", { class: `notice notice--${tone}` }, h("p", {}, text), h("div", { class: "notice__actions" }, actions, dismiss));
    shown.set(name, node);
    notices.append(node);
  };

  return {
    notice,
    status(name, message, retry) {
      status.textContent = SAYS[name];
      status.dataset.state = name;
      const again = h("button", { type: "button", class: "link-button", on: { click: retry } }, "再试一次");
      const offline = "现在连不上服务器。可以接着做，作答先存在这台设备上，连上后自动保存。";
      const says = name === "refused" ? message : name === "offline" ? offline : "";
      // The same sentence is said once, also to who has put it away; "saving" between two tries is no news.
      if (says === said || name === "saving") return;
      said = says;
      notice("saving", says, { tone: "wait", actions: [again], close: true });
    },
    progress(done, total) {
      count.textContent = total ? `${done}/${total} 已完成` : "";
      meter.max = total || 1;
      meter.value = done;
    },
  };
}

/** Back to where one left off, as soon as everything is drawn; an address that names a place comes first. */
function resume(item) {
  const named = window.location.hash && byId(decodeURIComponent(window.location.hash.slice(1)));
  const target = named || (item && item.section);
  if (target && typeof target.scrollIntoView === "function") target.scrollIntoView({ block: "start" });
  if (item && named && named !== item.section) offerResume(item);
}

function hideResume() {
  const place = byId("sz-resume");
  if (!place) return;
  place.hidden = true;
  fill(place);
}

/** Offers the way to the first unfinished exercise, until that or the foot of the page is in sight. */
function offerResume(item) {
  const place = byId("sz-resume");
  if (!place) return;
  const hide = hideResume;
  const link = h("a", { href: `#${item.section.id}`, class: "resume__link", on: { click: hide } }, "接着上次", h("span", {}, item.title));
  const close = h("button", { type: "button", class: "resume__close", "aria-label": "不用了", on: { click: hide } }, "×");
  fill(place, link, close);
  place.hidden = false;
  if (!("IntersectionObserver" in window)) return;
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    seen.disconnect();
    hide();
  });
  seen.observe(item.section);
  const foot = document.querySelector(".foot");
  if (foot) seen.observe(foot);
}

// What this browser keeps until the server has it: answers not yet saved, and older ones that gave way.
// localStorage may be full, forbidden or absent; then the page goes on with its memory alone.

const HISTORY_LENGTH = 20;

/** @param storage a Storage or null; @param learner a key of the person; @param page the page's id */
function openDrafts(storage, learner, page) {
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
function browserStorage() {
  try {
    window.localStorage.setItem("shizha:probe", "1");
    window.localStorage.removeItem("shizha:probe");
    return window.localStorage;
  } catch {
    return null;
  }
}

// Older answers that an exercise could not take over: they stay in this browser, for one person, page and exercise.
// localStorage may be full, forbidden or absent; then they stay with the open page alone.

const keptKey = (learner, page, item) => `shizha:kept:${learner}:${page}:${item}`;

/** The list as it was kept; a damaged one is an empty one. */
function readKept(storage, learner, page, item) {
  try {
    const list = JSON.parse(storage.getItem(keptKey(learner, page, item)) || "[]");
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

/** Whether it could be kept. */
function writeKept(storage, learner, page, item, list) {
  try {
    storage.setItem(keptKey(learner, page, item), JSON.stringify(list));
    return true;
  } catch {
    return false;
  }
}

// The part of the anywidget protocol that our exercises use, without a kernel behind it.

/** @param traits initial values; @param onSave called with the model when the widget saves */
function makeModel(traits, onSave) {
  const values = { ...traits };
  const listeners = new Map();

  const emit = (event, ...args) => {
    for (const listener of [...(listeners.get(event) || [])]) listener(...args);
  };

  const put = (name, value) => {
    if (values[name] === value) return;
    values[name] = value;
    emit(`change:${name}`, model, value, {});
    emit("change", model, {});
  };

  /** What a widget may not write: anything once the answer is final, and in practice that it is unfinished again. */
  const stays = (name, value) => model.locked || (name === "done" && !value && values.mode === "practice" && values.done);

  const model = {
    locked: false,
    get: (name) => values[name],
    set: (name, value) => stays(name, value) || put(name, value),
    /** The page's own way to write: what is saved stands. */
    put,
    save_changes: () => onSave(model),
    on(event, listener) {
      if (!listeners.has(event)) listeners.set(event, new Set());
      listeners.get(event).add(listener);
    },
    off(event, listener) {
      if (event == null) listeners.clear();
      else if (listener == null) listeners.delete(event);
      else if (listeners.has(event)) listeners.get(event).delete(listener);
    },
    send() {},
  };
  return model;
}

/** Whether two answers say the same, whatever the order of their keys. */
function sameAnswer(one, other) {
  return canonical(one) === canonical(other);
}

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value === undefined ? null : value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`;
}

function isEmpty(answer) {
  return !answer || Object.keys(answer).length === 0;
}

// Things on a page that are only looked at: nothing is asked of the server, nothing is saved.

function viewSections() {
  return [...document.querySelectorAll(".sz-view")];
}

/** Mounts each of them; @param widgets the modules by the widgets' names */
function mountViews(widgets) {
  for (const section of viewSections()) {
    const place = h("div", {});
    const spec = JSON.parse(section.querySelector("script").textContent);
    section.append(place);
    widgets[section.dataset.widget].render({ model: makeModel({ spec }, () => {}), el: place });
  }
}

// The widgets' own modules: all of them, or none where one does not come.

/** @returns {Promise<Object|null>} the modules by the widgets' names */
async function loadWidgets(config, load = (url) => import(url)) {
  try {
    const names = Object.keys(config.widgets);
    const modules = await Promise.all(names.map((name) => load(new URL(config.widgets[name], document.baseURI).href)));
    return Object.fromEntries(names.map((name, index) => [name, modules[index].default]));
  } catch {
    return null;
  }
}

// Keeps answers safe: first in this browser, then on the server, in order, one request at a time for each exercise.

const DEBOUNCE_MS = 300;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30000;

/**
 * @param context {api, page, version, drafts, onStatus(status, message), onSaved(item), onConflict(item, body, own)}; `own` is {answer, done}
 * Statuses: "quiet" nothing to say yet, "saving", "saved", "offline", "refused" (with the server's sentence).
 */
function makeSaver({ api, page, version, drafts, onStatus, onSaved = () => {}, onConflict }) {
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

// Handing in a form: what is still open, one question before, the receipt after. No score here.

/** @param context {api, page, items, saver, recheck, homeHref, resultsHref, downloadHref} */
function makeSubmit(context) {
  const place = byId("sz-submit");
  let receipt = null;
  let handed = null; // the answers of that receipt, where this page knows them
  let busy = false;
  let changed = false;
  let graded = false;

  const button = (kind, label, click, extra = {}) => h("button", { type: "button", class: `button button--${kind}`, on: { click }, ...extra }, label);
  const show = (...children) => {
    place.hidden = false;
    fill(place, ...children);
  };

  const answers = () => Object.fromEntries(context.items.map((item) => [item.id, item.model.get("answer") || {}]));
  const unanswered = () => context.items.filter((item) => isEmpty(item.model.get("answer")));

  const openList = (open) =>
    open.length > 0 &&
    h("ul", { class: "submit__open" }, open.map((item) => h("li", {}, h("a", { href: `#${item.section.id}` }, `第 ${item.number} 题　${item.title}`))));

  const summary = () => {
    const open = unanswered();
    const total = context.items.length;
    const says = open.length ? `已答 ${total - open.length} 题，还有 ${open.length} 题没有作答：` : `${total} 题都已作答。`;
    return [h("p", { class: "submit__summary" }, says), openList(open)];
  };

  const changedNote = () => changed && h("p", { class: "notice notice--note" }, `交卷之后又改了答案。要让新的算数，请再交一次。上次的回执码是 ${receipt.code}。`);

  const offer = () => show(h("h2", {}, "交卷"), changedNote(), summary(), h("p", { class: "soft" }, "交卷前可以随时回头修改。"), button("main", "交卷", ask));

  const ask = () => {
    const open = unanswered().length;
    const says = open ? `还有 ${open} 题没有作答，没有作答的题不得分。现在交卷吗？` : "确定现在交卷吗？";
    const yes = button("main", "确定交卷", send);
    const no = button("quiet", "再看看", offer);
    show(h("h2", {}, "交卷"), summary(), h("div", { class: "submit__ask", role: "group", "aria-label": "确认交卷" }, h("p", { id: "sz-ask" }, says), h("div", { class: "buttons" }, yes, no)));
    yes.focus();
  };

  const send = async () => {
    if (busy) return;
    busy = true;
    show(h("h2", {}, "交卷"), h("p", { role: "status" }, "正在交卷…"));
    const saved = await context.saver.flush();
    const sent = answers();
    const refusal = context.saver.refusal();
    const reply = saved ? await context.api.submit(context.page) : { status: refusal ? 403 : 0, body: { message: refusal } };
    if (reply.status === 200) {
      busy = false;
      return done({ code: reply.body.receipt, at: reply.body.at }, reply.body.repeated, sent);
    }
    if ([403, 409].includes(reply.status)) await context.recheck(); // graded or closed by now? Then that is drawn
    busy = false;
    if (graded) return;
    if (reply.status === 409) return stale(reply.body.message);
    const offline = "现在连不上服务器，卷子还没有交上。作答已存在这台设备上，连上后再交一次就好。";
    failed(isPassing(reply.status) && !reply.body.message ? offline : reply.body.message || "卷子没有交上，请再试一次；还是不行，请告诉培训老师。");
  };

  const failed = (message) => {
    show(h("h2", {}, "交卷"), h("p", { class: "notice notice--wait", role: "alert" }, message), summary(), button("main", "再交一次", send));
  };

  /** The form itself has changed: the same once more would be refused once more. */
  const stale = (message) => {
    const reload = button("main", "刷新页面", () => window.location.reload());
    show(h("h2", {}, "交卷"), h("p", { class: "notice notice--wait", role: "alert" }, message), reload);
  };

  const slip = ({ code, at }) => h("dl", { class: "receipt" }, h("dt", {}, "回执码"), h("dd", { class: "receipt__code" }, String(code)), h("dt", {}, "交卷时间"), h("dd", {}, moment(at)));

  const onward = (label) => h("div", { class: "buttons" }, h("a", { class: "button button--main", href: context.resultsHref }, label), h("a", { class: "button button--quiet", href: context.homeHref }, "回首页"));

  const settled = (form) => {
    graded = true;
    hideResume();
    const other = form.changed && h("p", {}, "交卷之后改过的答案没有再交；评分看的是交上来的那份。");
    show(h("h2", {}, "已经评分"), h("p", {}, "不能再改，也不用再交。分数和每题的理由在成绩页。"), other, form.submitted && slip(readReceipt(form.submitted)), onward("看成绩"));
  };

  const done = (given, repeated = false, sent = answers()) => {
    receipt = given;
    handed = sent;
    changed = false;
    hideResume();
    const title = h("h2", { tabindex: "-1" }, "已交卷");
    const says = repeated ? "这份卷子之前已经交过，内容相同，不重复计算。" : "卷子收到了。成绩和每题的理由，评分后在“我的成绩”里看。";
    show(
      title,
      h("p", {}, says),
      slip(given),
      h("p", { class: "soft" }, "评分开始前，改了答案可以再交，以最后一次为准。"),
      onward("我的成绩"),
    );
    if (given.fresh !== false) title.focus();
  };

  return {
    /** Draw from what the server says about the form. */
    show(form) {
      if (form.graded) return settled(form);
      if (form.submitted && !(form.changed && form.open)) return done({ ...readReceipt(form.submitted), fresh: false });
      if (!form.open) return show(h("h2", {}, "还没有开放"), h("p", {}, "这份试卷还没有开放，或者已经收卷。请问问本单位的培训老师。"));
      changed = Boolean(form.submitted);
      receipt = changed ? readReceipt(form.submitted) : null;
      offer();
    },
    /** An answer may have changed: the list of open items changes with it, and so does whether it is handed in. */
    refresh() {
      if (busy || place.hidden || graded) return;
      const differs = Boolean(receipt) && !(handed && sameAnswer(answers(), handed));
      if (differs !== changed) {
        changed = differs;
        if (differs) offer();
        else done({ ...receipt, fresh: false });
      } else if (place.querySelector(".submit__summary") && !place.querySelector(".submit__ask")) offer();
    },
    /** Practice only: nothing to hand in, everything to take along. */
    download() {
      show(h("h2", {}, "下载作答"), h("p", {}, "这里只供练习，不交卷、不评分。离开前可以把作答下载到自己的设备。"), h("a", { class: "button button--main", href: context.downloadHref, download: true }, "下载我的作答"));
    },
  };
}

function readReceipt(submitted) {
  if (typeof submitted === "string") return { code: submitted, at: "" };
  return { code: submitted.code || submitted.receipt, at: submitted.at };
}

// Starts a pre-rendered page: mounts the exercises, fetches what was answered before, keeps everything saved.

const STATE_RETRY_MS = [1000, 2000, 4000, 8000, 15000, 30000];
const STALE_MS = 20000;
const LAST_LEARNER = "shizha:last-learner";
const GAVE_WAY = "在别的窗口或设备上改过了，现在显示的是那边的。想用这边的，可以换回来。";

/** @param env what differs in a test: {load(url) -> widget module, fetcher, storage} */
async function start(env = {}) {
  window.history.scrollRestoration = "manual"; // the page is not drawn yet when the browser would do it
  const config = JSON.parse(byId("sz-page").textContent);
  const storage = env.storage === undefined ? browserStorage() : env.storage;
  const page = new Page(config, makeApi(config.base, env.fetcher), storage);
  const [widgets, reply] = await Promise.all([loadWidgets(config, env.load), page.api.state(config.page)]);
  if (widgets === null) {
    page.bar.notice("widgets", "练习没有加载出来，请刷新页面再试。", { tone: "wait", actions: [reload()] });
    return page;
  }
  page.receive(reply);
  page.mount(widgets);
  mountViews(widgets);
  page.watch();
  return page;
}

class Page {
  constructor(config, api, storage) {
    Object.assign(this, { config, api, storage, form: null, known: false, fetched: 0, attempts: 0, early: new Set() });
    this.bar = makeBar();
    this.items = [...document.querySelectorAll(".sz-item")].map((section, index) => this.item(section, index + 1));
    this.useLearner(this.lastLearner());
    this.submit = null;
  }

  item(section, number) {
    const spec = JSON.parse(section.querySelector("script").textContent);
    const { item: id, mode, widget } = section.dataset;
    const traits = { item: id, mode, spec, answer: {}, done: false, kept: [] };
    const item = { id, number, section, widget, title: spec.title || `第 ${number} 题` };
    item.model = makeModel(traits, (model) => {
      if (model.locked) return this.sayGraded();
      if (!this.known) this.early.add(id);
      this.saver.save(id, model.get("answer") || {}, Boolean(model.get("done")));
      this.changed();
    });
    item.model.on("change:kept", () => writeKept(this.storage, this.learner, this.config.page, id, item.model.get("kept")));
    return item;
  }

  lastLearner() {
    try {
      return this.storage.getItem(LAST_LEARNER) || "nobody";
    } catch {
      return "nobody";
    }
  }

  useLearner(key) {
    if (this.learner === key) return;
    if (this.saver) this.saver.stop();
    this.learner = key;
    this.drafts = openDrafts(this.storage, key, this.config.page);
    this.saver = makeSaver({
      api: this.api,
      page: this.config.page,
      version: this.config.version,
      drafts: this.drafts,
      onStatus: (status, message) => this.bar.status(status, message, () => this.again()),
      onConflict: (item, reply, own) => this.giveWay(item, reply, own),
    });
    for (const { id, model } of this.items) {
      const kept = readKept(this.storage, key, this.config.page, id);
      if (kept.length > 0 || model.get("kept").length > 0) model.put("kept", kept);
    }
  }

  /** What the server answered to the first question, or to a later one. */
  receive({ status, body }) {
    this.fetched = Date.now();
    if (status === 200) return this.adopt(body);
    if (!this.known) this.useDrafts();
    if (isPassing(status)) {
      this.bar.status("offline", "", () => this.again());
      const wait = STATE_RETRY_MS[Math.min(this.attempts, STATE_RETRY_MS.length - 1)];
      this.attempts += 1;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.refresh(), wait);
    } else {
      const enter = h("a", { class: "link-button", href: `${this.config.base}enter` }, "去登记");
      this.bar.notice("state", body.message || "请先登记，或选“先不登记，直接看看”，作答才存得下来。", { tone: "wait", actions: [enter] });
    }
  }

  useDrafts() {
    for (const [id, draft] of Object.entries(this.drafts.all())) this.put(id, draft.answer, draft.done);
  }

  put(id, answer, done) {
    const item = this.items.find((one) => one.id === id);
    if (!item) return;
    item.model.put("done", Boolean(done));
    if (!sameAnswer(item.model.get("answer"), answer)) item.model.put("answer", answer);
  }

  adopt(state) {
    const early = this.takeEarly();
    this.attempts = 0;
    this.known = true;
    this.form = state.form || null;
    this.practice = Boolean(state.practice);
    const learner = state.learner || {};
    const before = this.learner;
    this.useLearner(learner.key || `${learner.kind || "anonymous"}:${learner.label || ""}`);
    if (before !== this.learner) this.clear(early);
    this.saver.release();
    this.remember();
    this.bar.notice("state", "");
    const graded = this.lock();
    const drafts = graded ? {} : { ...this.drafts.all(), ...early };
    for (const { id } of this.items) this.reconcile(id, (state.items || {})[id], drafts[id], id in early);
    this.checkVersion(state.content_version);
    this.saver.tell();
    this.changed();
    this.drawSubmit();
  }

  /** Once graded, a form is only read. */
  lock() {
    const graded = Boolean(this.form && this.form.graded);
    for (const item of this.items) {
      item.model.locked = graded;
      if (!graded) continue;
      this.saver.forget(item.id);
      this.bar.notice(`conflict-${item.id}`, "");
    }
    if (graded) this.sayGraded();
    else this.bar.notice("graded", "");
    return graded;
  }

  sayGraded() {
    const link = h("a", { class: "link-button", href: this.config.base + this.config.results }, "看成绩");
    this.bar.notice("graded", "这份小测已经评分，这里只能看，不能再改。", { actions: [link] });
  }

  /** Answers given on this page before anybody could say who is at the desk: they belong to whoever it is. */
  takeEarly() {
    const kept = this.drafts.all();
    const early = Object.fromEntries([...this.early].filter((id) => kept[id]).map((id) => [id, kept[id]]));
    this.early.clear();
    for (const id of Object.keys(early)) this.drafts.drop(id);
    return early;
  }

  /** Another person than this browser knew: nothing of the other one stays on the screen. */
  clear(except) {
    for (const { id } of this.items) {
      this.bar.notice(`conflict-${id}`, "");
      if (!except[id]) this.put(id, {}, false);
    }
  }

  checkVersion(current) {
    const stale = current && this.config.version && current !== this.config.version;
    this.bar.notice("version", stale ? "课程内容有更新，刷新后继续；已保存的作答都在。" : "", { actions: [reload()] });
  }

  remember() {
    try {
      this.storage.setItem(LAST_LEARNER, this.learner);
    } catch {
      // Without storage nothing is remembered, and nothing breaks.
    }
  }

  /** The server's answer and this browser's unsent one become one. */
  reconcile(id, server, draft, early) {
    const rev = server ? server.rev : 0;
    if (rev < this.saver.rev(id) || (this.saver.isWaiting(id) && !early)) return;
    this.saver.forget(id);
    this.saver.know(id, rev);
    if (!draft || (server && sameAnswer(server.answer, draft.answer))) {
      if (draft) this.drafts.drop(id);
      if (server) this.put(id, server.answer, server.done === undefined ? !isEmpty(server.answer) : server.done);
      return;
    }
    const follows = rev === (draft.rev || 0) || (draft.sent && server && sameAnswer(server.answer, draft.sent));
    if (follows) {
      const done = draft.done || Boolean(server && server.done && this.config.kind !== "form");
      this.put(id, draft.answer, done);
      this.saver.save(id, draft.answer, done);
    } else {
      this.drafts.drop(id);
      this.drafts.retire(id, draft.answer);
      this.giveWay(id, server, draft);
    }
  }

  giveWay(id, reply, own) {
    const item = this.items.find((one) => one.id === id);
    if (!item) return;
    this.put(id, reply.answer, reply.done === undefined ? !isEmpty(reply.answer) : reply.done);
    this.offerOther(item, `“${item.title}”${GAVE_WAY}`, "改用这边的作答", own);
    this.changed();
  }

  /** Of two answers neither is lost: the one that gave way may take the place again, as a new save. */
  offerOther(item, text, label, other) {
    const swap = () => {
      const current = { answer: item.model.get("answer") || {}, done: Boolean(item.model.get("done")) };
      this.drafts.retire(item.id, current.answer);
      const done = Boolean(other.done) || (this.config.kind !== "form" && current.done);
      this.put(item.id, other.answer, done);
      this.saver.save(item.id, other.answer, done);
      this.offerOther(item, `“${item.title}”已换过来，刚才那份也还能换回去。`, "换回刚才那份", current);
      this.changed();
    };
    const actions = [h("button", { type: "button", class: "link-button", on: { click: swap } }, label)];
    this.bar.notice(`conflict-${item.id}`, text, { close: true, actions });
  }

  mount(widgets) {
    for (const item of this.items) {
      const place = h("div", { class: "sz-item__stage" });
      item.section.append(place);
      widgets[item.widget].render({ model: item.model, el: place });
      item.model.on("change:done", () => this.changed());
    }
    this.mounted = true;
    document.documentElement.classList.add("is-ready");
    this.changed();
    this.drawSubmit();
    const begun = this.items.some((item) => !isEmpty(item.model.get("answer")));
    const finished = this.form && (this.form.submitted || this.form.graded);
    resume(begun && !finished ? this.items.find((item) => !item.model.get("done")) : null);
  }

  changed() {
    const done = this.items.filter((item) => item.model.get("done")).length;
    this.bar.progress(done, this.items.length);
    if (this.submit) this.submit.refresh();
  }

  drawSubmit() {
    if (!byId("sz-submit") || !this.mounted || !this.known) return;
    if (this.submit) return this.form && this.form.graded ? this.submit.show(this.form) : undefined;
    const { base, page, results } = this.config;
    const links = { homeHref: base, resultsHref: base + results, downloadHref: `${base}api/download/${page}` };
    const submit = makeSubmit({ api: this.api, page, items: this.items, saver: this.saver, recheck: () => this.refresh(), ...links });
    this.submit = submit;
    if (this.practice) submit.download();
    else if (this.form) submit.show({ ...this.form, changed: this.form.changed || this.items.some(({ id }) => this.saver.isWaiting(id)) });
  }

  async refresh() {
    this.receive(await this.api.state(this.config.page));
  }

  async again() {
    if (!this.known) return this.refresh();
    await this.saver.retry();
  }

  watch() {
    window.addEventListener("online", () => this.again());
    window.addEventListener("pagehide", () => this.saver.leave());
    window.addEventListener("storage", (event) => {
      if (event.key && this.drafts.isAnnouncement(event.key)) this.refresh();
    });
    window.addEventListener("pageshow", (event) => event.persisted && this.refresh());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && Date.now() - this.fetched > STALE_MS) this.refresh();
    });
  }
}

function reload() {
  return h("button", { type: "button", class: "link-button", on: { click: () => window.location.reload() } }, "刷新");
}

if (byId("sz-page")) start();
