// What stands under the choices: one step back and a new start in practice, a careful new start in a form.
import { button, fill, focusQuietly, h, showRange } from "./dom.js";

export function practiceTools(events, act) {
  if (events.length === 0) return null;
  return h(
    "div",
    { class: "sz-tools" },
    button("quiet", "退回一步", () => act(events.slice(0, -1), "已退回一步。")),
    button("quiet", "重新来过", () => act([], "已从头开始。")),
  );
}

/** Starting anew throws a whole answer away, so it asks once, in place. */
export function assessedTools(events, act) {
  if (events.length === 0) return null;
  const tools = h("div", { class: "sz-tools" });
  const again = button("quiet", "重新作答这一题", () => {
    const keep = button("quiet", "先不改", close);
    const clear = button("quiet", "清空重来", () => act([], "这一题已清空，从头作答。"));
    fill(tools, h("span", { class: "sz-tools__hint sz-tools__hint--ask" }, "这一题的选择会清空，从头再答？"), clear, keep);
    focusQuietly(keep);
    showRange(tools, tools);
  });
  const rest = () => fill(tools, h("span", { class: "sz-tools__hint" }, "还没交卷，可以改："), again);
  const close = () => {
    rest();
    focusQuietly(again);
  };
  tools.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !tools.contains(again)) close();
  });
  rest();
  return tools;
}
