// A customer in pen strokes: the face follows the mood by rule, hair and glasses follow the name.
import { picture, placed, s, stroke } from "./svg.js";

/** From about to leave (0) to at ease (4). */
const FACES = [
  { brows: "M-20-17L-6-10M20-17L6-10", eyes: "M-17-3h9M8-3h9", mouth: "M-9 19Q0 11 9 19", more: "M-2-15v-4M2-15v-4" },
  { brows: "M-20-15L-6-11M20-15L6-11", mouth: "M-8 18Q0 13 8 18" },
  { brows: "M-19-11Q-13-15-6-17M19-11Q13-15 6-17", mouth: "M-7 17q3.5-3.5 7 0t7 0", more: "M27-20q4 6 0 8.5q-4-2.5 0-8.5" },
  { brows: "M-19-14Q-12-17-6-15M19-14Q12-17 6-15", mouth: "M-7 16Q0 18.5 7 16" },
  { brows: "M-19-15Q-12-20-6-16M19-15Q12-20 6-16", eyes: "M-17-3Q-12-8-7-3M7-3Q12-8 17-3", mouth: "M-9 14Q0 23 9 14" },
];

const HAIR = {
  short: ["M-30-4C-35-38-16-48 4-45 25-45 35-28 30-4 28-16 24-24 16-28 4-22-14-22-23-26-27-20-29-12-30-4z", "hair"],
  bob: ["M-31 20C-42-16-32-48 0-48 32-48 42-16 31 20 27 12 28-2 26-12 16-18 8-24 3-31-5-22-18-15-26-12-28-2-27 12-31 20z", "hair"],
  thin: ["M-30-6C-33-34-16-45 0-45 18-45 33-34 30-6M-28-22Q-20-34-8-37M28-22Q22-32 14-36", "ink"],
  bun: ["M-29-8C-32-38-14-46 0-46 14-46 32-38 29-8 24-24 12-31 0-31-12-31-24-24-29-8zM-10-46a10 10 0 1 1 20 0", "ink"],
};

/** How a person looks, from what one is told of them. */
export function looks(member) {
  const text = `${(member || {}).name || ""}${(member || {}).note || ""}`;
  const old = /爷|奶|婆|老|七十|六十|退休/u.test(text);
  const woman = /女|姐|妈|姨|奶|婆|嫂|太太|小姐/u.test(text);
  return { hair: old ? (woman ? "bun" : "thin") : woman ? "bob" : "short", glasses: old };
}

/** The level of a mood gauge on the five faces; without a gauge a face is calm. */
export function moodLevel(spec, state, name) {
  if (!name) return 3;
  const { low, high } = spec.gauges[name];
  return high > low ? Math.round(((state.values[name] - low) / (high - low)) * 4) : 3;
}

/** Head and face around the point 0,0; about 62 wide and 90 high. */
export function head(level, look) {
  const face = FACES[level] || FACES[3];
  const [hair, kind] = HAIR[look.hair];
  const eyes = face.eyes
    ? stroke(face.eyes)
    : [s("circle", { cx: -12, cy: -3, r: 2.3, class: "sz-pen sz-pen--dot" }), s("circle", { cx: 12, cy: -3, r: 2.3, class: "sz-pen sz-pen--dot" })];
  return [
    stroke("M-30-6c-4-1-6 2-5 7s4 7 7 6M30-6c4-1 6 2 5 7s-4 7-7 6", "skin"),
    stroke("M0-42C-22-42-31-26-30-4-29 20-14 34 0 34S29 20 30-4C31-26 22-42 0-42z", "skin"),
    stroke(hair, kind),
    stroke(face.brows),
    eyes,
    look.glasses && stroke("M-21-3a9 8 0 1 0 18 0a9 8 0 1 0-18 0M3-3a9 8 0 1 0 18 0a9 8 0 1 0-18 0M-3-4q3-2 6 0", "soft"),
    stroke("M0 1q-3.5 6 1 7.5", "soft"),
    stroke(face.mouth),
    face.more && stroke(face.more, "soft"),
  ];
}

/** Shoulders under a head. */
export function shoulders(look) {
  const collar = look.hair === "bob" || look.hair === "bun" ? "M-15 44Q0 66 15 44" : "M-15 44L0 62 15 44M-15 44l-6 9 14 6M15 44l6 9-14 6";
  return [stroke("M-70 104C-68 64-40 54-14 46V28H14V46C40 54 68 64 70 104z", "coat"), stroke(collar, "soft"), stroke("M0 62V104", "soft")];
}

/** A small face beside what was said: how the customer looked at that moment. */
export function smallFace(level, look) {
  return picture("sz-face", "-40 -52 80 96", placed(0, 0, 1, head(level, look)));
}
