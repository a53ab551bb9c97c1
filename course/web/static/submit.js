// Handing in a form: what is still open, one question before, the receipt after. No score here.
import { isPassing } from "./api.js";
import { byId, fill, h, moment } from "./dom.js";
import { isEmpty } from "./model.js";

/** @param context {api, page, items, saver, homeHref, resultsHref, downloadHref} */
export function makeSubmit(context) {
  const place = byId("sz-submit");
  let receipt = null;
  let busy = false;
  let changed = false;

  const button = (kind, label, click, extra = {}) => h("button", { type: "button", class: `button button--${kind}`, on: { click }, ...extra }, label);
  const show = (...children) => {
    place.hidden = false;
    fill(place, ...children);
  };

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

  const changedNote = () => changed && h("p", { class: "notice notice--note" }, "交卷之后又改了答案。要让新的算数，请再交一次。");

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
    const reply = saved ? await context.api.submit(context.page) : { status: 0, body: {} };
    busy = false;
    if (reply.status === 200) return done({ code: reply.body.receipt, at: reply.body.at }, reply.body.repeated);
    const offline = "现在连不上服务器，卷子还没有交上。作答已存在这台设备上，连上后再交一次就好。";
    failed(isPassing(reply.status) && !reply.body.message ? offline : reply.body.message || "卷子没有交上，请再试一次；还是不行，请告诉培训老师。");
  };

  const failed = (message) => {
    show(h("h2", {}, "交卷"), h("p", { class: "notice notice--wait", role: "alert" }, message), summary(), button("main", "再交一次", send));
  };

  const done = (given, repeated = false) => {
    receipt = given;
    changed = false;
    const title = h("h2", { tabindex: "-1" }, "已交卷");
    const says = repeated ? "这份卷子之前已经交过，内容相同，不重复计算。" : "卷子收到了。成绩和每题的理由，评分后在“我的成绩”里看。";
    show(
      title,
      h("p", {}, says),
      h("dl", { class: "receipt" }, h("dt", {}, "回执码"), h("dd", { class: "receipt__code" }, String(given.code)), h("dt", {}, "交卷时间"), h("dd", {}, moment(given.at))),
      h("p", { class: "soft" }, "评分开始前，改了答案可以再交，以最后一次为准。"),
      h("div", { class: "buttons" }, h("a", { class: "button button--main", href: context.resultsHref }, "我的成绩"), h("a", { class: "button button--quiet", href: context.homeHref }, "回首页")),
    );
    if (given.fresh !== false) title.focus();
  };

  return {
    /** Draw from what the server says about the form. */
    show(form) {
      if (form.submitted) return done({ ...readReceipt(form.submitted), fresh: false });
      if (!form.open) return show(h("h2", {}, "还没有开放"), h("p", {}, "这份试卷还没有开放，或者已经收卷。请问问本单位的培训老师。"));
      offer();
    },
    /** An answer changed: the list of open items changes with it. */
    refresh() {
      if (busy || place.hidden) return;
      if (receipt) {
        receipt = null;
        changed = true;
        offer();
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
