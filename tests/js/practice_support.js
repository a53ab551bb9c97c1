// Specs of the practice widgets, as the course gives them.

export const pair = (changes = {}) => ({
  title: "两位客户",
  prompt: "哪一位是正事？",
  rows: [
    { id: "w1", what: "谁让他来的", a: "电话里的人", b: "自己" },
    { id: "w2", what: "着急不着急", a: "急", b: "也急" },
    { id: "w3", what: "问到用途", a: "说不清", b: "说得清" },
    { id: "w4", what: "收款人", a: "本人", b: "本人" },
  ],
  feedback: {
    genuine: "b",
    rows: {
      w1: { tells: true, why: "别人在电话里定的。" },
      w2: { tells: false, why: "真客户也急。" },
      w3: { tells: true, why: "自己的事说得圆。" },
      w4: { tells: false, why: "两边一样。" },
    },
  },
  ...changes,
});

const stage = (stop, late, text, share) => ({ stop, levers: [], late, safe: { text, share } });

export const route = (changes = {}) => ({
  title: "替姐姐过账",
  prompt: "在哪一步能停下来？",
  day: "2022年4月26日",
  victim: "男，52岁",
  loss: { text: "损失105万元", tone: "gone" },
  payments: "85万元、20万元",
  stages: [
    { id: "s1", name: "加好友", text: "一个新号来加他。", paid: null },
    { id: "s2", name: "请你先垫", text: "他转了两笔。", paid: "105万元" },
    { id: "s3", name: null, text: "后来联系不上。", paid: null },
  ],
  feedback: {
    stages: {
      s1: stage("用旧号码问一声。", false, "105万元都还在", 1),
      s2: stage("钱没到，一分也不转。", false, "还剩多少不详", null),
      s3: stage(null, true, "105万元已经出去", 0),
    },
    response: { text: "没到账就不垫。", label: "教学构造" },
  },
  provenance: "有文件记载",
  sources: ["《工作方案》附件一（文件000）"],
  inferred: ["我们这样理解。"],
  ...changes,
});

const action = (id, text, minutes, instead = []) => ({ id, text, minutes, then: `${text}之后。`, instead });

export const drill = (changes = {}) => ({
  title: "三十分钟",
  brief: "钱刚转出去。",
  constructed: "都是教学构造。",
  span: 20,
  actions: [
    action("a", "跟对方说", 8),
    action("b", "锁卡", 4),
    action("c", "打110", 6, [{ after: "a", text: "晚了一点也打。" }]),
    action("d", "找追款的人", 12),
  ],
  feedback: {
    actions: { a: { place: null, why: "对方不会退。" }, b: { place: 2, why: "自己的卡。" }, c: { place: 1, why: "止付靠它。" }, d: { place: null, why: "又是一个骗局。" } },
    closing: "先打110。",
  },
  sources: [{ name: "紧急止付", text: "由公安机关决定。", label: "有文件记载", cited: ["《讲话汇集》（文件003）"] }],
  ...changes,
});

export const card = (changes = {}) => ({ title: "带走两句", lines: ["钱没到账，不转。", "拿不准，先问。"], more: "打110。", ...changes });

export const touched = (changes = {}) => ({
  title: "这条短信",
  prompt: "点出来。",
  cast: { peer: { name: "专员", side: "them" } },
  lines: [
    {
      id: "l1",
      from: null,
      exhibit: { kind: "sms", title: "手机银行", rows: [["时间", "今天"]], amount: null, body: "您好。请点开地址办理，逾期不补。", buttons: [], foot: null },
      parts: [
        { id: "w1", text: "手机银行", field: "title" },
        { id: "w2", text: "请点开地址办理，", field: "body" },
        { id: "w3", text: "今天", field: "row:0" },
      ],
    },
    { id: "l2", from: "peer", exhibit: { kind: "slip", title: "凭证", rows: [], amount: "850.00", body: null, buttons: [], foot: null }, parts: [{ id: "w4", text: "850.00", field: "amount" }] },
  ],
  feedback: { w1: { cue: false, why: "名字能造。" }, w2: { cue: true, why: "不点短信里的地址。" }, w3: { cue: false, why: "平常。" }, w4: { cue: true, why: "看余额。" } },
  ...changes,
});

export const ordering = (changes = {}) => ({
  title: "先后",
  prompt: "按先后排一排。",
  type: "ordering",
  options: [
    { id: "a", text: "存证据" },
    { id: "b", text: "打110" },
    { id: "c", text: "锁卡" },
  ],
  exhibit: null,
  feedback: { a: { place: 3, why: "不急。" }, b: { place: 1, why: "止付靠它。" }, c: { place: 2, why: "自己的卡。" } },
  ...changes,
});
