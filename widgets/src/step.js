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
  return { node: to, seq: state.seq + 1, values };
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

/** The events of a saved answer, or null where they are damaged or belong to something else. */
export function readEvents(item, spec, answer) {
  if (Object.keys(answer).length === 0) return [];
  const ours = answer.kind === "transcript" && answer.schema === TRANSCRIPT_SCHEMA && answer.item === item;
  if (!ours || answer.content_version !== spec.content_version || !Array.isArray(answer.events)) return null;
  try {
    replay(spec, answer.events);
    return answer.events;
  } catch (error) {
    return null;
  }
}
