// The two places as line pictures: a bank counter from the teller's side, and a lobby with a teller machine.
import { head, shoulders } from "./faces.js";
import { picture, placed, s, stroke } from "./svg.js";

const label = (x, y, text, size) => s("text", { x, y, "font-size": size, "text-anchor": "middle", class: "sz-pen__text" }, text);

/** The hands of a clock on the wall; `time` as 10:05. */
function clock(x, y, time) {
  const [hours, minutes] = (time || "10:10").split(":").map(Number);
  const hand = (turn, length) => placed(x, y, 1, stroke(`M0 0V-${length}`), turn);
  const marks = [0, 90, 180, 270].map((turn) => placed(x, y, 1, stroke("M0-18v3", "soft"), turn));
  return [s("circle", { cx: x, cy: y, r: 21, class: "sz-pen sz-pen--paper" }), marks, hand((hours % 12) * 30 + minutes / 2, 10), hand(minutes * 6, 15)];
}

/** A board that shows the number in the customer's hand, if one is told. */
function numberBoard(x, y, note) {
  const number = (/\d+/.exec(note || "") || [])[0];
  const frame = stroke(`M${x - 34} ${y - 18}h68v36h-68zM${x - 20} ${y - 18}v-12M${x + 20} ${y - 18}v-12`, "paper");
  return [frame, number ? label(x, y + 7, number, 20) : stroke(`M${x - 20} ${y - 4}h40M${x - 20} ${y + 5}h26`, "soft")];
}

const plant = (x, y) => [
  stroke(`M${x - 12} ${y}h24l-4 22h-16z`, "paper"),
  stroke(`M${x} ${y}C${x - 2} ${y - 18} ${x - 14} ${y - 24} ${x - 20} ${y - 22}C${x - 18} ${y - 12} ${x - 8} ${y - 6} ${x} ${y}C${x - 2} ${y - 22} ${x + 4} ${y - 34} ${x + 8} ${y - 38}C${x + 12} ${y - 26} ${x + 6} ${y - 12} ${x} ${y}C${x + 6} ${y - 12} ${x + 16} ${y - 18} ${x + 22} ${y - 16}C${x + 18} ${y - 6} ${x + 8} ${y - 2} ${x} ${y}`, "leaf"),
];

const chairs = (x, y) => [0, 36].map((step) => stroke(`M${x + step} ${y}v-24q0-5 5-5h16q5 0 5 5v24M${x + step - 2} ${y}h30M${x + step + 3} ${y}v16M${x + step + 23} ${y}v16`, "faint"));

/** Slips that have come onto the desk, three at the most. */
function papers(count, x, y) {
  const turns = [-9, 5, -2];
  return turns.slice(0, count).map((turn, i) => placed(x + i * 15, y - i * 2, 1, stroke("M-17-13h34v26h-34zM-12-7h24M-12-1h24M-12 5h15", "paper"), turn));
}

/** The counter: `view` tells level, look, note, time and how many exhibits lie on the desk. */
export function counterScene({ level, look, note, time, papers: count }) {
  const lean = level === 0 ? 9 : 0;
  const room = [stroke("M14 174V12h372v162", "faint"), clock(72, 56, time), numberBoard(326, 58, note), chairs(308, 140), plant(48, 140)];
  const person = placed(200 + lean * 2, 80, 1, [shoulders(look), head(level, look)], lean);
  const glass = stroke("M104 12v158M296 12v158M112 34l22-18M112 50l40-34M262 160l24-20", "faint");
  const desk = stroke("M0 172h400v42h-400z", "desk");
  const tray = [stroke("M152 172h96l8 14h-112z", "paper"), stroke("M162 178h76", "soft")];
  const tools = [stroke("M344 196v-18h22v18zM349 178l-5-20M356 178v-24M361 178l6-16", "paper"), stroke("M28 196h34M34 196v-5h22v5M41 191v-9q-4-8 4-10q8 2 4 10v9", "paper")];
  return picture("sz-picture", "0 0 400 210", [room, person, glass, desk, tray, tools, papers(count, 96, 192)]);
}

const MACHINE = [
  ["M44 198V34q0-8 8-8h108q8 0 8 8v164z", "paper"],
  ["M44 50h124M56 62h68v46h-68z", "soft"],
  ["M64 74h36M64 84h48M64 94h26", "faint"],
  ["M136 66h22M136 66v10h22v-10M141 71h12", "soft"],
  ["M136 88h22v22h-22zM136 95h22M136 102h22M143 88v22M151 88v22", "soft"],
  ["M56 126h100M56 126l-5 16h110l-5-16M70 134h72", "soft"],
  ["M62 160h88v10h-88z", "soft"],
  ["M52 198v6M160 198v6", "ink"],
];

/** The lobby: the machine, a person before it, and the line on the floor where others wait. */
export function lobbyScene({ level, look, time, papers: count }) {
  const machine = MACHINE.map(([d, kind]) => stroke(d, kind));
  const body = [
    stroke("M-9 30v7C-28 42-36 52-38 70L-42 128h14l5-40v62h20l3-46h0l3 46h20v-62l5 40h14L38 70C36 52 28 42 9 37v-7", "coat"),
    stroke("M-9 37Q0 48 9 37M0 48v52", "soft"),
    stroke("M-23 150h22M3 150h22", "ink"),
  ];
  const person = placed(254, 52, 1, [placed(0, 0, 1, body), placed(0, 2, 0.74, head(level, look))], level === 0 ? 4 : 0);
  const room = [stroke("M14 204V12h372v192", "faint"), clock(344, 54, time)];
  const floor = [stroke("M0 204h400", "ink"), stroke("M196 208l-16 0M220 208h60M300 208h60", "soft")];
  return picture("sz-picture", "0 0 400 212", [room, plant(352, 182), machine, label(106, 43, "自助服务", 11), placed(106, 168, 0.8, papers(Math.min(1, count), 0, 0)), floor, person]);
}
