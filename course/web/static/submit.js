// Handing in a form: what is still open, one question before, the receipt after. No score here.
import { isPassing } from "./api.js";
import { hideResume } from "./bar.js";
import { byId, fill, h, moment } from "./dom.js";
import { isEmpty, sameAnswer } from "./model.js";

/** @param context {api, page, items, saver, recheck, homeHref, resultsHref, downloadHref} */
export function makeSubmit(context) {
  const place = byId("sz-submit");
  let receipt = null;
  let handed = null; // the answers of that receipt, where this page knows them
  let busy = false;
  let changed = false;
  let graded = false;
  let asked = 0; // how many were open when we asked whether to hand in

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
    asked = open;
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

  const slip = ({ code, at }) => [
    h("dl", { class: "receipt" }, h("dt", {}, "回执码"), h("dd", { class: "receipt__code" }, String(code)), h("dt", {}, "交卷时间"), h("dd", {}, moment(at))),
    toCopy(`${heading()}已交卷，回执码 ${code}，交卷时间 ${moment(at)}`),
  ];

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
      } else if (place.querySelector(".submit__summary") && !(place.querySelector(".submit__ask") && unanswered().length === asked)) offer();
    },
    /** Practice only: nothing to hand in, everything to take along. */
    download() {
      show(h("h2", {}, "下载作答"), h("p", {}, "这里只供练习，不交卷、不评分。离开前可以把作答下载到自己的设备。"), h("a", { class: "button button--main", href: context.downloadHref, download: true }, "下载我的作答"), h("p", { class: "soft" }, "在聊天软件里下载不了，", h("a", { href: `${context.homeHref}me/copy` }, "复制成文字"), "也行。"));
    },
  };
}

function heading() {
  const title = document.querySelector("h1");
  return title ? title.textContent : "";
}

/** A messenger's own browser downloads nothing and opens no window: text can be copied in any. */
function toCopy(text) {
  const field = h("textarea", { id: "sz-receipt", rows: "2", readonly: true });
  field.value = text;
  return h("div", { class: "copy" }, h("label", { for: "sz-receipt" }, "长按复制"), field);
}

function readReceipt(submitted) {
  if (typeof submitted === "string") return { code: submitted, at: "" };
  return { code: submitted.code || submitted.receipt, at: submitted.at };
}
