// Exhibits: every kind, with its tag, its texts through `draw`, and nothing on it that could be pressed.
import { describe, expect, it } from "vitest";

import { exhibit } from "../../widgets/src/exhibit.js";
import { expectAccessible } from "./support.js";

const KINDS = ["slip", "profile", "record", "voice", "link", "notice", "sms", "call", "email", "app", "form", "badge"];
const full = (kind) => ({ kind, title: "题", rows: [["甲", "一"], ["乙", "二"]], amount: "206,000.00", body: "话", buttons: ["接听", "挂断"], foot: "脚注" });
const draw = (spec, how) => {
  document.body.textContent = "";
  return document.body.appendChild(exhibit(spec, how));
};

describe.each(KINDS)("%s", (kind) => {
  it("bears the tag and shows all that it is given", () => {
    const figure = draw(full(kind));
    expect(figure.className).toBe(`sz-exhibit sz-exhibit--${kind}`);
    expect(figure.querySelectorAll(".sz-tag")).toHaveLength(1);
    for (const text of ["教学道具", "题", "甲", "一", "乙", "二", "¥ 206,000.00", "话", "接听", "挂断", "脚注"]) expect(figure.textContent).toContain(text);
  });

  it("sends each text through `draw` once, with its key", () => {
    const seen = [];
    const figure = draw(full(kind), (text, key) => {
      seen.push(key);
      const mark = document.createElement("mark");
      mark.textContent = text;
      return mark;
    });
    expect(seen.sort()).toEqual(["amount", "body", "button:0", "button:1", "foot", "row:0", "row:1", "title"]);
    expect(figure.querySelectorAll("mark")).toHaveLength(8);
  });

  it("has nothing to press and nowhere to go", () => {
    expect(draw(full(kind)).querySelectorAll("button, a, input, [role=button], [tabindex]")).toHaveLength(0);
  });

  it("reads text as text and does without what is missing", () => {
    const evil = "<img src=x onerror=alert(1)>";
    const spec = JSON.parse(JSON.stringify(full(kind)).replace(/题|话|脚注|一|接听/g, () => evil));
    expect(draw(spec).querySelector("img")).toBeNull();
    const bare = draw({ kind, title: "题", rows: [], amount: null, body: null, buttons: [], foot: null });
    expect(bare.textContent).toContain("题");
    expect(bare.querySelectorAll("dl, .sz-amount, .sz-exhibit__body, .sz-drawns, .sz-exhibit__foot")).toHaveLength(0);
  });

  it("has no axe violation", async () => {
    await expectAccessible(draw(full(kind)));
  });
});

it.each(["constructor", "seal", undefined])("draws the unknown kind %s as a plain sheet", (kind) => {
  expect(draw({ kind, title: "题" }).className).toContain("sz-exhibit--notice");
});

it("leaves an amount in words as it is", () => {
  expect(draw({ kind: "slip", title: "题", amount: "两万元整" }).querySelector(".sz-amount").textContent).toBe("两万元整");
});
