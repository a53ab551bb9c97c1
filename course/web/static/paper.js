// Papers are drawn: everybody gets another one of the same form, and a form's content may change.

/** Under which name this browser keeps answers: those to another paper of the same form are none to this one. */
export function paperName({ page, drawn, version }) {
  return drawn ? `${page}:${version}` : page;
}

/** Whether the content has changed, or somebody else is at the desk, whose paper is another one. */
export function isAnother({ drawn, version }, current) {
  return Boolean(drawn && current && current !== version);
}
