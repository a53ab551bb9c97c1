// Starts a pre-rendered page: mounts the exercises, fetches what was answered before, keeps everything saved.
import { isPassing, makeApi } from "./api.js";
import { makeBar, resume } from "./bar.js";
import { byId, h } from "./dom.js";
import { browserStorage, openDrafts } from "./drafts.js";
import { readKept, writeKept } from "./kept.js";
import { lastLearner, rememberLearner } from "./learner.js";
import { mountViews } from "./looks.js";
import { isEmpty, makeModel, sameAnswer } from "./model.js";
import { loadWidgets } from "./modules.js";
import { isAnother, paperName } from "./paper.js";
import { makePulse, PULSE_PATIENCE_MS } from "./pulse.js";
import { mountReading } from "./reading.js";
import { makeSaver } from "./saver.js";
import { makeSubmit } from "./submit.js";

const STATE_RETRY_MS = [1000, 2000, 4000, 8000, 15000, 30000];
const STALE_MS = 20000;
const GAVE_WAY = "在别的窗口或设备上改过了，现在显示的是那边的。想用这边的，可以换回来。";

/** @param env what differs in a test: {load(url) -> widget module, fetcher, storage} */
export async function start(env = {}) {
  window.history.scrollRestoration = "manual"; // the page is not drawn yet when the browser would do it
  const config = JSON.parse(byId("sz-page").textContent);
  const storage = env.storage === undefined ? browserStorage() : env.storage;
  mountReading(storage);
  const page = new Page(config, storage, env.fetcher);
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
  constructor(config, storage, fetcher) {
    Object.assign(this, { config, storage, form: null, known: false, fetched: 0, attempts: 0, early: new Set() });
    this.bar = makeBar(() => this.again());
    this.api = makeApi(config.base, fetcher, (answered) => this.pulse.heard(answered));
    this.pulse = makePulse({ ask: () => this.api.ping(PULSE_PATIENCE_MS), tell: (there) => this.reached(there) });
    this.paper = paperName(config);
    this.items = [...document.querySelectorAll(".sz-item")].map((section, index) => this.item(section, index + 1));
    this.useLearner(lastLearner(this.storage));
    this.submit = null;
  }

  item(section, number) {
    const spec = JSON.parse(section.querySelector("script").textContent);
    const { item: id, mode, widget } = section.dataset;
    const traits = { item: id, mode, spec, answer: {}, done: false, kept: [] };
    const item = { id, number, section, widget, title: spec.title || `第 ${number} 题` };
    item.model = makeModel(traits, (model) => {
      if (model.locked) return this.away ? undefined : this.sayGraded();
      if (!this.known) this.early.add(id);
      this.saver.save(id, model.get("answer") || {}, Boolean(model.get("done")));
      this.changed();
    });
    item.model.on("change:kept", () => writeKept(this.storage, this.learner, this.paper, id, item.model.get("kept")));
    return item;
  }

  useLearner(key) {
    if (this.learner === key) return;
    if (this.saver) this.saver.stop();
    this.learner = key;
    this.drafts = openDrafts(this.storage, key, this.paper);
    this.saver = makeSaver({
      api: this.api,
      page: this.config.page,
      version: this.config.version,
      drafts: this.drafts,
      onStatus: (status, message) => this.bar.status(status, message),
      onConflict: (item, reply, own) => this.giveWay(item, reply, own),
    });
    for (const { id, model } of this.items) {
      const kept = readKept(this.storage, key, this.paper, id);
      if (kept.length > 0 || model.get("kept").length > 0) model.put("kept", kept);
    }
  }

  /** What the server answered to the first question, or to a later one. */
  receive({ status, body }) {
    this.fetched = Date.now();
    if (status === 200) return this.adopt(body);
    if (!this.known) this.useDrafts();
    if (isPassing(status)) {
      this.bar.status("offline", "");
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
    if (isAnother(this.config, state.content_version)) return this.standAside();
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
    rememberLearner(this.storage, this.learner);
    this.bar.notice("state", "");
    const graded = this.lock();
    const drafts = graded ? {} : { ...this.drafts.all(), ...early };
    for (const { id } of this.items) this.reconcile(id, (state.items || {})[id], drafts[id], id in early);
    this.checkVersion(state.content_version);
    this.saver.tell();
    this.changed();
    this.drawSubmit();
  }

  /** Nothing is shown, taken or sent any more; what was saved is there after a reload. */
  standAside() {
    this.away = true;
    this.saver.stop();
    this.clear({});
    for (const item of this.items) item.model.locked = true;
    this.bar.notice("state", "");
    this.bar.notice("version", "这份试卷换过内容，或者这台设备换了人。请刷新页面再答，已保存的作答都在。", { tone: "wait", actions: [reload()] });
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

  reached(there) {
    this.bar.reached(there);
    if (there) this.again();
  }

  async again() {
    this.pulse.beat();
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
