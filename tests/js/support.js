// A model as anywidget gives it, specs to draw, and the accessibility check.
import axe from "axe-core";
import { expect } from "vitest";

export class FakeModel {
  constructor(values) {
    this.values = { item: "01-p1", mode: "practice", answer: {}, done: false, ...values };
    this.listeners = {};
    this.saves = 0;
  }

  get(name) {
    return this.values[name];
  }

  set(name, value) {
    this.values[name] = value;
    for (const listener of [...(this.listeners[`change:${name}`] || [])]) listener();
  }

  save_changes() {
    this.saves += 1;
  }

  on(event, listener) {
    (this.listeners[event] = this.listeners[event] || []).push(listener);
  }

  off(event, listener) {
    this.listeners[event] = (this.listeners[event] || []).filter((one) => one !== listener);
  }
}

/** Renders into a fresh page (or beside what is there) and hands back the handles a test needs. */
export function mount(widget, model, { keep = false } = {}) {
  if (!keep) document.body.textContent = "";
  const el = document.createElement("div");
  document.body.appendChild(el);
  const cleanup = widget.render({ model, el });
  const all = (selector) => [...el.querySelectorAll(selector)];
  const button = (text) => all("button, [role=button]").find((node) => node.textContent.includes(text));
  return { el, cleanup, all, button, one: (selector) => el.querySelector(selector), text: () => el.textContent };
}

/** axe-core without what needs a layout engine (contrast) or a whole page (landmarks, level-one heading). */
export async function expectAccessible(el) {
  const off = ["color-contrast", "region", "page-has-heading-one", "landmark-one-main", "heading-order"];
  const rules = Object.fromEntries(off.map((rule) => [rule, { enabled: false }]));
  const { violations } = await axe.run(el, { rules });
  expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
}

export const scenario = (changes = {}) => ({
  title: "“领导”加了你",
  brief: "你是柜员小周。",
  skin: "chat",
  content_version: "1",
  start: "n1",
  cast: { peer: { name: "张行长", note: "今天新加的好友", side: "them" }, desk: { name: "运营主管", side: "other" } },
  nodes: {
    n1: {
      messages: [
        { from: "narrator", text: "上午十点。" },
        { from: "peer", text: "在吗？" },
        { from: "peer", exhibit: "x1" },
      ],
      choices: [
        { id: "a", text: "先垫上", to: "n2" },
        { id: "b", text: "打座机核实", to: "n3" },
      ],
    },
    n2: { messages: [{ from: "desk", text: "怎么了？" }], choices: [{ id: "a", text: "没事", to: "n4" }, { id: "b", text: "你看看", to: "n3" }] },
    n3: { messages: [], choices: [], ending: { title: "钱还在", text: "一个电话就够了。", kind: "safe" } },
    n4: { messages: [{ from: "me", text: "转了。" }], choices: [], ending: { title: "转出去了", text: "马上报警。", kind: "loss" } },
  },
  exhibits: { x1: { kind: "slip", title: "凭证", rows: [["付款方", "某公司"]], amount: "850,000.00", foot: "仅供参考" } },
  feedback: { n1: { a: "截图不是到账。", b: "换了渠道。" }, n2: { a: "说出来才好。", b: "多一双眼睛。" } },
  ...changes,
});

export const assessedScenario = () => {
  const { feedback, ...spec } = scenario();
  for (const id of ["n3", "n4"]) spec.nodes[id].ending = { title: "对话结束", text: "已记下。" };
  return spec;
};

/** A scenario with all that a scene may hold: mood and clock, notes, an interruption, means, money, asks and harms. */
export const scene = (skin = "counter", changes = {}) => ({
  title: "转进自己的卡（一）",
  brief: "你是柜面人员。",
  skin,
  content_version: "1",
  start: "n1",
  stake: 206000,
  cast: { customer: { name: "高先生", note: "取号37", side: "them" }, manager: { name: "网点负责人", note: "走过来", side: "other" } },
  exhibits: { x1: { kind: "form", title: "转账汇款单", rows: [["收款人", "本人"]], amount: "206,000.00", body: null, buttons: [], foot: null } },
  gauges: {
    g1: { label: "客户的心情", start: 2, low: 0, high: 4, words: ["起身要走", "恼火", "着急", "平和", "放心"] },
    g2: { label: "时间", start: 0, low: 0, high: 2, words: ["10:05", "10:08", "10:12"] },
    g3: { start: 0, low: 0, high: 1 },
    i1: { start: 0, low: 0, high: 1 },
  },
  notes: [
    { text: "开户行在外省。", when: { g2: [1, null] } },
    { text: "问到用途，他不愿说。", when: { g3: [1, null] } },
  ],
  interruptions: [{ id: "i1", via: "phone", when: { g2: [2, null] }, at: ["n3"], messages: [{ from: "narrator", text: "客户的手机响了。" }], effects: {} }],
  nodes: {
    n1: {
      messages: [{ from: "narrator", text: "三号窗口。" }, { from: "customer", text: "转一笔钱。" }, { from: "customer", exhibit: "x1" }],
      choices: [
        { id: "a", text: "这笔钱是做什么用的？", to: "n2", means: "say", asks: ["用途"], effects: { g1: -1, g2: 1, g3: 1 } },
        { id: "b", text: "先看单子。", to: "n2", means: "look", effects: { g2: 1 } },
        { id: "c", text: "当众说他上当了。", to: "n2", means: "say", harms: ["让人难堪"], effects: { g1: -2, g2: 1 } },
        { id: "d", text: "照单办理。", to: "n4", means: "do" },
      ],
    },
    n2: {
      messages: [{ from: "customer", text: "我自己的钱。" }, { from: "customer", text: "快一点。" }],
      choices: [
        { id: "a", text: "先缓办这一笔。", to: "n3", means: "hold", safety: "暂缓本笔业务", effects: { g2: 1 } },
        { id: "b", text: "您稍坐，请负责人来。", to: "n3", means: "fetch", safety: "报告主管" },
      ],
    },
    n3: { messages: [{ from: "manager", text: "一起拨110问问？" }], choices: [{ id: "a", text: "请他当面拨110。", to: "n5", means: "dial", safety: "拨打110" }, { id: "b", text: "办吧。", to: "n4", means: "do" }] },
    n4: { messages: [], choices: [], ending: { title: "走了一笔", text: "另一笔拦下了。", kind: "partial_loss", lost: 86000 } },
    n5: { messages: [], choices: [], ending: { title: "钱还在", text: "当面核实就够了。", kind: "safe", lost: 0 } },
  },
  feedback: { n1: { a: "问得客气。" } },
  ...changes,
});

export const marker = (changes = {}) => ({
  title: "哪几句露了馅",
  prompt: "点出不对劲的话。",
  cast: { peer: { name: "李总", side: "them" } },
  lines: [
    { id: "l1", from: "peer", parts: [{ id: "w1", text: "我是李总，" }, { id: "w2", text: "换号了。" }] },
    { id: "l2", from: "me", parts: [{ id: "w3", text: "您说。" }] },
    { id: "l3", from: "peer", parts: [{ id: "w4", text: "先别跟人讲。" }] },
  ],
  feedback: {
    w1: { cue: false, why: "只是自报姓名。" },
    w2: { cue: true, why: "旧号还联系得上。" },
    w3: { cue: false, why: "你自己的话。" },
    w4: { cue: true, why: "怕旁人问穿。" },
  },
  ...changes,
});

export const question = (changes = {}) => ({
  title: "到账了吗",
  prompt: "怎么判断？",
  type: "single",
  options: [
    { id: "a", text: "看截图" },
    { id: "b", text: "看余额" },
    { id: "c", text: "问旁人" },
  ],
  exhibit: null,
  feedback: { a: { right: false, why: "截图能造。" }, b: { right: true, why: "余额说了算。" }, c: { right: false, why: "旁人不知道。" } },
  ...changes,
});

const libraryCase = (id, changes = {}) => ({
  id,
  title: `案例 ${id}`,
  kind: "loss",
  kind_label: "受骗",
  provenance: "documented",
  provenance_label: "有文件记载",
  date: "2022-04-26",
  day: "2022年4月26日",
  year: 2022,
  place: null,
  victim: "会计，女",
  impersonated: "老板",
  channel: "chat",
  channel_label: "即时通信",
  playbook: "先垫资",
  type: "冒充领导熟人",
  roles: ["财务人员"],
  stages: [
    { name: "加好友", text: "一个新号来加她。", paid: null, stop: "用旧号码问一声。" },
    { name: "请你先垫", text: "她转了两笔。", paid: "105万元", stop: null },
    { name: null, text: "后来联系不上。", paid: null, stop: null },
  ],
  payments: "85万元、20万元",
  loss: { value: 1050000, precision: "exact", text: "损失105万元" },
  outcome: "lost",
  outcome_label: "钱已被骗走",
  noticed: "姐姐事后发现",
  response: { text: "没到账就不垫。", label: "教学构造" },
  sources: ["《工作方案》附件一（文件000）"],
  inferred: ["我们这样理解。"],
  unknown: { place: "文件没有写" },
  facets: { type: ["冒充领导熟人"], role: ["finance"], channel: ["chat"], year: ["2022"], loss: ["more"] },
  ...changes,
});

/** Three cases: a loss, one that was prevented, one of which hardly anything is told. */
export const library = () => {
  const kept = libraryCase("b", {
    title: "街道没有上当",
    date: null,
    day: "日期不详",
    channel: "unknown",
    channel_label: "不详",
    roles: ["机关单位工作人员"],
    stages: [{ name: null, text: "他起了疑心。", paid: null, stop: null }],
    payments: null,
    loss: { value: 0, precision: "none", text: "没有损失" },
    outcome: "prevented",
    outcome_label: "未受损",
    noticed: null,
    inferred: [],
    unknown: { date: "文件没有写", channel: "文件没有写", noticed: "文件没有写怎样发觉" },
    facets: { type: ["冒充领导熟人"], role: ["office-staff"], channel: ["unknown"], year: ["unknown"], loss: ["none"] },
  });
  const ours = libraryCase("c", {
    title: "同事群里的红包",
    provenance: "constructed",
    provenance_label: "教学构造",
    type: "刷单返利",
    sources: [],
    inferred: [],
    loss: { value: null, precision: "unknown", text: "损失不详" },
    outcome: "unknown",
    outcome_label: "结果不详",
    noticed: null,
    unknown: { loss_cny: "没有设定", noticed: "没有设定" },
    facets: { type: ["刷单返利"], role: ["finance", "office-staff"], channel: ["chat"], year: ["2022"], loss: ["unknown"] },
  });
  const option = (value, label, count) => ({ value, label, count });
  return {
    cases: [libraryCase("a"), kept, ours],
    filters: [
      { id: "type", label: "类型", options: [option("冒充领导熟人", "冒充领导熟人", 2), option("刷单返利", "刷单返利", 1)] },
      { id: "role", label: "岗位", options: [option("finance", "财务人员", 2), option("office-staff", "机关单位工作人员", 2)] },
      { id: "channel", label: "渠道", options: [option("chat", "即时通信", 2), option("unknown", "渠道不详", 1)] },
      { id: "year", label: "年份", options: [option("2022", "2022年", 2), option("unknown", "年份不详", 1)] },
      { id: "loss", label: "损失", options: [option("none", "未受损", 1), option("more", "100万元以上", 1), option("unknown", "损失不详", 1)] },
    ],
    overview: { rows: [{ label: "冒充领导熟人", count: 12 }, { label: "刷单返利", count: 3 }], note: "这里只是5份文件里的案例，不能说明哪一种骗局更常见。" },
  };
};
