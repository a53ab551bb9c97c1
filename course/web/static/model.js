// The part of the anywidget protocol that our exercises use, without a kernel behind it.

/** @param traits initial values; @param onSave called with the model when the widget saves */
export function makeModel(traits, onSave) {
  const values = { ...traits };
  const listeners = new Map();

  const emit = (event, ...args) => {
    for (const listener of [...(listeners.get(event) || [])]) listener(...args);
  };

  const put = (name, value) => {
    if (values[name] === value) return;
    values[name] = value;
    emit(`change:${name}`, model, value, {});
    emit("change", model, {});
  };

  /** What a widget may not write: anything once the answer is final, and in practice that it is unfinished again. */
  const stays = (name, value) => model.locked || (name === "done" && !value && values.mode === "practice" && values.done);

  const model = {
    locked: false,
    get: (name) => values[name],
    set: (name, value) => stays(name, value) || put(name, value),
    /** The page's own way to write: what is saved stands. */
    put,
    save_changes: () => onSave(model),
    on(event, listener) {
      if (!listeners.has(event)) listeners.set(event, new Set());
      listeners.get(event).add(listener);
    },
    off(event, listener) {
      if (event == null) listeners.clear();
      else if (listener == null) listeners.delete(event);
      else if (listeners.has(event)) listeners.get(event).delete(listener);
    },
    send() {},
  };
  return model;
}

/** Whether two answers say the same, whatever the order of their keys. */
export function sameAnswer(one, other) {
  return canonical(one) === canonical(other);
}

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value === undefined ? null : value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`;
}

export function isEmpty(answer) {
  return !answer || Object.keys(answer).length === 0;
}
