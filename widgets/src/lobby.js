// The lobby skin: a teller machine and a person before it; otherwise as at the counter.
import { place } from "./counter.js";
import { lobbyScene } from "./scenes.js";

export const lobby = { ...place(lobbyScene), name: "lobby", label: "大堂里的对话", roomy: true };
