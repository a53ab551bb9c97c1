// Which cases are meant: by the filters and by words, and what was asked for last in this tab.
import { isObject } from "./dom.js";

const KEY = "shizha:library";
const texts = new WeakMap();

/** Whether a case fits all filters (but the one that is left out), and holds every word that was typed. */
export function matches(one, { query, chosen }, leftOut) {
  const fits = ([filter, value]) => filter === leftOut || !value || one.facets[filter].includes(value);
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return Object.entries(chosen).every(fits) && words.every((word) => haystack(one).includes(word));
}

function haystack(one) {
  if (!texts.has(one)) {
    const stages = one.stages.map((stage) => [stage.name, stage.text]);
    const said = [one.title, one.day, one.place, one.victim, one.impersonated, one.channel_label, one.playbook, one.type, one.noticed];
    texts.set(one, [said, one.roles, stages, one.response.text, one.loss.text, one.outcome_label].flat(3).filter(Boolean).join("\n").toLowerCase());
  }
  return texts.get(one);
}

/** The tab's memory: what was asked for and which cards are open. Where it is not allowed, nothing is kept. */
export function openNotes(spec) {
  const read = () => {
    try {
      return sound(JSON.parse(window.sessionStorage.getItem(KEY)), spec);
    } catch {
      return sound(null, spec);
    }
  };
  const write = (state) => {
    try {
      window.sessionStorage.setItem(KEY, JSON.stringify(state));
    } catch {
      // without storage a reload begins anew, and nothing else is lost
    }
  };
  return { read, write };
}

/** The kept state as far as it fits the cases of today. */
function sound(kept, spec) {
  const { query, chosen, open } = isObject(kept) ? kept : {};
  const offered = (filter, value) => filter.options.some((option) => option.value === value);
  const wanted = isObject(chosen) ? spec.filters.filter((filter) => offered(filter, chosen[filter.id])) : [];
  return {
    query: typeof query === "string" ? query : "",
    chosen: Object.fromEntries(wanted.map((filter) => [filter.id, chosen[filter.id]])),
    open: Array.isArray(open) ? spec.cases.map((one) => one.id).filter((id) => open.includes(id)) : [],
  };
}
