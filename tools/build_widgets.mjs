// Bundles widgets/src/*.js into widgets/static/*.js. With --check it writes nothing, and exits 1 if a committed bundle differs.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const STEMS = [
  "scenario_player",
  "cue_marker",
  "question_card",
  "pair_comparer",
  "money_timeline",
  "first_minutes",
  "progress_ring",
  "summary_card",
  "case_library",
];
const BANNER = "// Built from widgets/src by tools/build_widgets.mjs. Change the source, then run: npm run build";

async function bundle(stem) {
  const result = await build({
    absWorkingDir: ROOT,
    entryPoints: [`widgets/src/${stem}.js`],
    bundle: true,
    write: false,
    format: "esm",
    target: "chrome86",
    charset: "utf8",
    banner: { js: BANNER },
    logLevel: "error",
  });
  return result.outputFiles[0].text;
}

async function committed(file) {
  try {
    return (await readFile(file, "utf8")).replace(/\r\n/g, "\n");
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}

const check = process.argv.includes("--check");
for (const stem of STEMS) {
  const file = path.join(ROOT, "widgets", "static", `${stem}.js`);
  const text = await bundle(stem);
  if (!check) {
    await writeFile(file, text, "utf8");
  } else if ((await committed(file)) !== text) {
    console.error(`widgets/static/${stem}.js differs from its source; run: npm run build`);
    process.exitCode = 1;
  }
}
