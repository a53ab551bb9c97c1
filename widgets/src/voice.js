// Reading aloud, by a voice of this device only; off until somebody turns it on.
import { h } from "./dom.js";
import { icon } from "./icons.js";

/** A Chinese voice that runs on the device, or null. */
export function localVoice(synthesis) {
  const voices = (synthesis && synthesis.getVoices && synthesis.getVoices()) || [];
  return voices.find((voice) => voice.localService === true && /^(zh|cmn)\b/i.test(voice.lang || "")) || null;
}

/** The toggle and what it does: `say(texts)` reads what is new, `stop()` falls silent. Without such a voice it is not there. */
export function readingAloud(onStart) {
  const synthesis = window.speechSynthesis;
  const node = h("button", { type: "button", class: "sz-button sz-button--quiet sz-aloud", "aria-pressed": "false", hidden: true, on: { click: flip } }, icon("sound"), "朗读");
  let on = false;
  const look = () => {
    node.hidden = localVoice(synthesis) === null;
  };
  const stop = () => synthesis && synthesis.cancel();
  const say = (texts) => {
    if (!on) return;
    stop();
    const voice = localVoice(synthesis);
    if (voice) texts.filter(Boolean).forEach((text) => synthesis.speak(utterance(text, voice)));
  };
  function flip() {
    on = !on;
    node.setAttribute("aria-pressed", String(on));
    if (on) onStart(say);
    else stop();
  }
  const leave = () => {
    if (synthesis && synthesis.removeEventListener) synthesis.removeEventListener("voiceschanged", look);
    if (on) stop();
  };
  if (synthesis && synthesis.addEventListener) synthesis.addEventListener("voiceschanged", look);
  look();
  return { node, say, stop: () => on && stop(), leave };
}

function utterance(text, voice) {
  const words = new window.SpeechSynthesisUtterance(text);
  words.voice = voice;
  words.lang = voice.lang;
  return words;
}
