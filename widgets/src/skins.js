// The surfaces of the one player. A skin is {name, label, head, turn, reply, choices?, roomy?}; the player asks no more of it.
import { chat } from "./chat.js";
import { counter } from "./counter.js";
import { email } from "./email.js";
import { lobby } from "./lobby.js";
import { phone } from "./phone.js";
import { sms } from "./sms.js";

const SKINS = new Map([chat, phone, sms, email, counter, lobby].map((skin) => [skin.name, skin]));

/** The skin of a scenario; one that we do not know is drawn as a chat. */
export function skinOf(spec) {
  return SKINS.get(spec.skin) || chat;
}
