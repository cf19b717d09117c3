// Lets the user choose which files to list: their own, those shared with them, or those shared with one of their groups.
import { find } from './dom.ts';
import type { Person } from './person.ts';

/** As in `GET /files?shared=`: `me` or `group:<name>`; undefined for the user's own files. */
export type Scope = string | undefined;

/** Wires the choice in index.html and adds a segment per group; calls `onChange` with the chosen scope. */
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

/** The text for a scope without files; `sub` identifies the signed-in user. */
export function emptyInWords(scope: Scope, sub: string): string {
  if (scope === undefined) {
    return 'Files that you upload appear here, newest first, with their validation results.';
  }
  return scope === 'me'
    ? `Files that others share with you appear here. They share them with user:${sub}.`
    : `Files that are shared with ${scope} appear here.`;
}
