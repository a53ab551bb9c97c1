// The pure walk through a scenario graph; casebank.walk does the same in Python.

export const TRANSCRIPT_SCHEMA = "shizha.transcript/1";

const has = (object, key) => Object.prototype.hasOwnProperty.call(object, key);

/** The state before the first choice. */
export function start(spec) {
  const values = {};
  for (const name of Object.keys(spec.gauges || {})) values[name] = spec.gauges[name].start;
  return { node: spec.start, seq: 0, values };
}

/** Whether every condition holds: each names a gauge, and its least and greatest value (null for no bound). */
export function met(when, values) {
  return Object.keys(when || {}).every((name) => {
    const [least, most] = when[name];
    return (least === null || values[name] >= least) && (most === null || values[name] <= most);
  });
}

/** What is said on arrival in a state. */
export function said(node, state) {
  return (node.messages || []).filter((message) => met(message.when, state.values));
}

/** What has been found out so far, in order. */
export function noted(spec, state) {
  return (spec.notes || []).filter((note) => met(note.when, state.values)).map((note) => note.text);
}

/** The interruption that broke in on the way from one state to the next, or null. */
export function broken(spec, before, after) {
  return (spec.interruptions || []).find(({ id }) => !before.values[id] && after.values[id] === 1) || null;
}

/** The choices that are on offer in a state, in order. */
export function offered(node, state) {
  return (node.choices || []).filter((choice) => met(choice.when, state.values));
}

function moved(spec, effects, values) {
  const after = {};
  for (const name of Object.keys(values)) {
    const { low, high } = spec.gauges[name];
    after[name] = Math.max(low, Math.min(high, values[name] + ((effects || {})[name] || 0)));
  }
  return after;
}

/** The first interruption that fits on arrival: one at a time, each once, none at an ending. */
function breakingIn(spec, node, values) {
  if (spec.nodes[node].ending) return null;
  const fits = ({ at }) => !at || at.length === 0 || at.includes(node);
  return (spec.interruptions || []).find((each) => !values[each.id] && fits(each) && met(each.when, values)) || null;
}

/** The node of a state; a state that the graph does not know is an error. */
export function nodeOf(spec, state) {
  if (!has(spec.nodes, state.node)) throw new Error(`unknown node '${state.node}'`);
  return spec.nodes[state.node];
}

/** The state after a choice; a choice that is not offered here is an error. */
export function step(spec, state, choice) {
  const node = nodeOf(spec, state);
  if (node.ending) throw new Error(`the scenario has ended at '${state.node}'`);
  const taken = offered(node, state).find((each) => each.id === choice);
  if (!taken) throw new Error(`choice '${choice}' is not offered at '${state.node}'`);
  const values = moved(spec, taken.effects, state.values);
  const { to } = (taken.branches || []).find((branch) => met(branch.when, values)) || taken;
  if (!has(spec.nodes, to)) throw new Error(`unknown node '${to}'`);
  const came = breakingIn(spec, to, values);
  const arrived = came ? moved(spec, { ...came.effects, [came.id]: 1 }, values) : values;
  return { node: to, seq: state.seq + 1, values: arrived };
}

/** Every state on the way, the first included; events that the graph does not allow are an error. */
export function replay(spec, events) {
  const states = [start(spec)];
  for (const event of events) {
    const state = states[states.length - 1];
    if (event.seq !== state.seq || event.node !== state.node) throw new Error(`event ${event.seq} does not follow`);
    states.push(step(spec, state, event.choice));
  }
  return states;
}

/** The transcript with one more event. */
export function record(item, spec, events, choice, at) {
  const states = replay(spec, events);
  const state = states[states.length - 1];
  step(spec, state, choice);
  return transcript(item, spec, [...events, { seq: state.seq, node: state.node, choice, at }]);
}

/** The answer of these events; no event at all is no answer. */
export function transcript(item, spec, events) {
  if (events.length === 0) return {};
  return { kind: "transcript", schema: TRANSCRIPT_SCHEMA, item, content_version: spec.content_version, events };
}

export const EVENTS_LIMIT = 200;
const SIZE_LIMIT = 64 * 1024;
const AT_LIMIT = 40;

const keys = (object, names) => Object.keys(object).sort().join() === names.join();

/** Just what the server takes too: nothing is read here that could not be saved again. */
function isEvent(event) {
  if (!event || typeof event !== "object" || !keys(event, ["at", "choice", "node", "seq"])) return false;
  const { at, choice, node } = event;
  return typeof node === "string" && typeof choice === "string" && typeof at === "string" && at.length <= AT_LIMIT && !Number.isNaN(Date.parse(at));
}

const REFUSED = {
  damaged: "之前的作答记录读不出来了。",
  other: "题目更新过，之前的作答和现在的题目对不上。",
  impossible: "之前的作答里有走不通的一步。",
  long: "之前的作答记录太大，读不了。",
};

/** The events of a saved answer; `refused` says in one sentence why there are none to go on from, else it is empty. */
export function readEvents(item, spec, answer) {
  if (Object.keys(answer).length === 0) return { events: [], refused: "" };
  const refuse = (why) => ({ events: [], refused: REFUSED[why] });
  if (answer.kind !== "transcript" || answer.schema !== TRANSCRIPT_SCHEMA || !Array.isArray(answer.events)) return refuse("damaged");
  if (answer.events.length > EVENTS_LIMIT || JSON.stringify(answer).length > SIZE_LIMIT) return refuse("long");
  if (!keys(answer, ["content_version", "events", "item", "kind", "schema"]) || !answer.events.every(isEvent)) return refuse("damaged");
  if (answer.item !== item || answer.content_version !== spec.content_version) return refuse("other");
  try {
    replay(spec, answer.events);
    return { events: answer.events, refused: "" };
  } catch (error) {
    return refuse("impossible");
  }
}
