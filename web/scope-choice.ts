// The choice of whose files to show: one's own, those shared with oneself, or those shared with a group one is in.
import { find } from './dom.ts';
import type { Person } from './sign-in.ts';

/** As in `GET /files?shared=`: `me` or `group:<name>`; undefined for one's own files. */
export type Scope = string | undefined;

/** Wires the choice in index.html, with one more segment per group; `onChange` hears what was chosen. */
export function startScopeChoice({ groups }: Person, onChange: (scope: Scope) => void): void {
  const choice = find(document, '#scope', HTMLFieldSetElement);
  choice.append(...groups.map(segment));
  choice.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement) onChange(target.value || undefined);
  });
}

function segment(group: string): HTMLLabelElement {
  const label = document.createElement('label');
  const input = document.createElement('input');
  const name = document.createElement('span');
  input.type = 'radio';
  input.name = 'scope';
  input.value = `group:${group}`;
  input.autocomplete = 'off';
  input.dataset.testid = 'scope-group';
  name.textContent = `With ${group}`;
  label.append(input, name);
  return label;
}

/** What to say where a scope has no files; `sub` is who is asking. */
export function emptyInWords(scope: Scope, sub: string): string {
  if (scope === undefined) {
    return 'Files you send appear here, newest first, with what was found in them.';
  }
  return scope === 'me'
    ? `Files that others share with you appear here. They share them with user:${sub}.`
    : `Files that are shared with ${scope} appear here.`;
}
