// @vitest-environment node
// What browsers are given: nothing that Chromium 86 could not read, and one script that any browser can.
import { readdirSync, readFileSync } from "node:fs";

import { transform } from "esbuild";
import { describe, expect, it } from "vitest";

const FOLDERS = ["course/web/static", "widgets/static", "course/web/voila/voila/templates/shizha"];
const EVERYWHERE = ["early.js"];
const files = FOLDERS.flatMap((folder) => readdirSync(folder).filter((name) => name.endsWith(".js")).map((name) => `${folder}/${name}`));
const read = (file) => readFileSync(file, "utf8");

/** Whether a script needs no rewriting for a target: newer syntax would be rewritten, or refused. */
async function fits(source, target) {
  try {
    const [plain, aimed] = await Promise.all(["esnext", target].map((one) => transform(source, { target: one, charset: "utf8", logLevel: "silent" })));
    return plain.code === aimed.code;
  } catch {
    return false;
  }
}

describe("the check itself", () => {
  it.each([
    ["x ??= 1", "chrome86", true],
    ["class A { static { x(); } }", "chrome86", false],
    ["class A { #x = 1; has(o) { return #x in o; } }", "chrome86", false],
    ["await import('x');", "chrome86", false],
    ["x ?? z", "chrome86", true],
    ["x?.y", "chrome86", false], // before 91 it was not always right
    ["const x = 1", "es5", false],
    ["f(() => 1)", "es5", false],
    ["var x = function () {}", "es5", true],
  ])("%s in %s: %s", async (source, target, expected) => {
    expect(await fits(source, target)).toBe(expected);
  });
});

it.each(files)("%s is for Chromium 86", async (file) => {
  expect(await fits(read(file), "chrome86")).toBe(true);
  expect(read(file)).not.toMatch(/structuredClone|\.at\(|randomUUID|Object\.(?:hasOwn|groupBy)|\.findLast|\.to(?:Sorted|Reversed|Spliced)\(|AbortSignal\.|Promise\.withResolvers|\.replaceAll\(|\binert\b/);
});

it.each(files.filter((file) => EVERYWHERE.some((name) => file.endsWith(`/${name}`))))("%s is for every browser", async (file) => {
  expect(await fits(read(file), "es5")).toBe(true);
  // ES5's own words, which ES3 does not have
  expect(read(file)).not.toMatch(/\.(?:forEach|map|filter|trim|bind|keys|indexOf|classList|dataset|querySelector)\b|JSON|,\s*[\]})]/);
});

it("keeps the pages' sheets to what Chromium 86 understands", () => {
  for (const name of readdirSync("course/web/static").filter((one) => one.endsWith(".css"))) {
    expect([name, read(`course/web/static/${name}`).match(/:has\(|:is\(|:where\(|@container|@layer|aspect-ratio|(^|[\s;{])inset:|\b\d*[dsl]v[hw]\b|@import|:not\([^)]*,/m)]).toEqual([name, null]);
  }
});
