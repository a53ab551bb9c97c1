// Small signs for what a choice does and for what breaks in, drawn with one pen on a grid of 24.
import { picture, stroke } from "./svg.js";

const HANDSET = "M6.6 3.6h2.7l1.7 4.1-2 1.7a12.4 12.4 0 0 0 5.6 5.6l1.7-2 4.1 1.7v2.7a2.1 2.1 0 0 1-2.3 2.1C11 18.8 5.2 13 4.5 5.9a2.1 2.1 0 0 1 2.1-2.3z";
const SPEAKER = "M4 9.5h3.5l4.5-4v13l-4.5-4h-3.5zM15.5 9a4.5 4.5 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11";
const BUBBLE = "M4 5.5h16v10.5h-9l-4 3.5v-3.5h-3z";

const SIGNS = {
  say: `${BUBBLE}M8 9h8M8 12.4h5`,
  ask: `${BUBBLE}M10.2 9a1.9 1.9 0 1 1 2.6 1.8c-.5.2-.8.6-.8 1.2M12 14.1v.1`,
  look: "M2.5 12s3.5-6 9.5-6 9.5 6 9.5 6-3.5 6-9.5 6-9.5-6-9.5-6zM12 9.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6z",
  answer: HANDSET,
  hang_up: "M3 14.2c5-4.9 13-4.9 18 0l-2.1 2.7-3.8-1.5v-2.6a10.4 10.4 0 0 0-6.2 0v2.6l-3.8 1.5z",
  dial: `${HANDSET}M14.5 4h5.5v5.5M20 4l-5.6 5.6`,
  send: "M3.5 11.5l17-7.5-5.5 16.5-3.5-6.5zM20.5 4l-9 10",
  fetch: "M9.5 4a3.4 3.4 0 1 1 0 6.8 3.4 3.4 0 0 1 0-6.8zM3 20c.3-4 2.8-6.2 6.5-6.2S15.7 16 16 20M18.5 7.5v6M15.5 10.5h6",
  hold: "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM9.8 9v6M14.2 9v6",
  do: "M4.5 19.5l1-4.2 10.3-10.3a1.8 1.8 0 0 1 2.6 0l.6.6a1.8 1.8 0 0 1 0 2.6l-10.3 10.3zM13.5 7.3l3.2 3.2M13 19.5h7",
  phone: HANDSET,
  sms: "M6.5 3h11v18h-11zM10 6h4M9 10h6M9 13h4",
  chat: "M3.5 4.5h11.5v8h-6l-3 2.5v-2.5h-2.5zM17.5 9h3v8h-2v2.5l-3-2.5h-5",
  person: "M13 3.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM12.5 9.5l-1 5 3.5 2.5 1 4M11.5 14.5l-1.5 3-3 3M12.5 9.5l-3.5 1.5-1 3M13.5 10.5l2 2.5 2.5.5",
  heard: SPEAKER,
  note: "M5 4h14v11l-5 5h-9zM14 20v-5h5M8 8.5h8M8 12h5",
  sound: SPEAKER,
  link: "M10 14a4 4 0 0 1 0-5.7l2.3-2.3a4 4 0 0 1 5.7 5.7l-1.2 1.2M14 10a4 4 0 0 1 0 5.7l-2.3 2.3a4 4 0 0 1-5.7-5.7l1.2-1.2",
  play: "M8 5.5l11 6.5-11 6.5z",
  back: "M14.5 5l-7 7 7 7",
  mail: "M3.5 5.5h17v13h-17zM3.5 6.5l8.5 7 8.5-7",
  reply: "M9.5 5l-6 6 6 6M4 11h9c4 0 7 2.5 7.5 8",
  shield: "M12 3.5l7 2.5v5.5c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9v-5.5z",
};

/** One sign, for the eye alone; an unknown name has none. */
export function icon(name) {
  const d = Object.prototype.hasOwnProperty.call(SIGNS, name) ? SIGNS[name] : null;
  return d && picture(`sz-icon sz-icon--${name}`, "0 0 24 24", stroke(d, "sign"));
}
