// Lets the user choose which files to list: their own, those shared with them, or those shared with one of their groups.
import { find } from './dom.ts';
import type { Scope } from './list-query.ts';
import type { Person } from './person.ts';
import { texts } from './texts.ts';

/**
 * Wires the choice in index.html and adds a segment per group, and one for everyone's files; calls `onChange` with the
 * chosen scope.
 */
export function startScopeChoice(
  { groups }: Person,
  { mayListAll, onChange }: { readonly mayListAll: boolean; onChange(scope: Scope): void },
): void {
  const choice = find(document, '#scope', HTMLFieldSetElement);
  choice.append(
    ...groups.map((group) =>
      segment(`group:${group}`, 'scope-group', texts().list.withGroup(group)),
    ),
  );
  if (mayListAll) choice.append(segment('all', 'scope-all', texts().list.everyone));
  choice.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    onChange(target.value || undefined);
  });
}

function segment(value: string, hook: string, text: string): HTMLLabelElement {
  const label = document.createElement('label');
  const input = document.createElement('input');
  const name = document.createElement('span');
  input.type = 'radio';
  input.name = 'scope';
  input.value = value;
  input.autocomplete = 'off';
  input.dataset.testid = hook;
  name.textContent = text;
  label.append(input, name);
  return label;
}

/** The text for a scope without files; others share with the signed-in user by `address`. */
export function emptyInWords(scope: Scope, address: string): string {
  if (scope === undefined) {
    return texts().list.mineHint;
  }
  if (scope === 'all') return texts().list.everyoneHint;
  return scope === 'me' ? texts().list.sharedHint(address) : texts().list.groupHint(scope);
}
