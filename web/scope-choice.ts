// Lets the user choose which files to list: their own, those shared with them, or those shared with one of their groups.
import { copyText } from './copy-text.ts';
import { announce, find } from './dom.ts';
import type { Scope } from './list-query.ts';
import type { Person } from './person.ts';
import { texts } from './texts.ts';

/**
 * Wires the choice in index.html and adds a segment per group, and one for everyone's files; calls `onChange` with the
 * chosen scope.
 */
export function startScopeChoice(
  { groups, sub }: Person,
  { mayListAll, onChange }: { readonly mayListAll: boolean; onChange(scope: Scope): void },
): void {
  const choice = find(document, '#scope', HTMLFieldSetElement);
  const ownId = startOwnId(sub);
  choice.append(
    ...groups.map((group) =>
      segment(`group:${group}`, 'scope-group', texts().list.withGroup(group)),
    ),
  );
  if (mayListAll) choice.append(segment('all', 'scope-all', texts().list.everyone));
  choice.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    ownId.hidden = target.value !== 'me';
    onChange(target.value || undefined);
  });
}

/** Shows the user's own id, beside the files that others share with them. */
function startOwnId(sub: string): HTMLElement {
  const part = find(document, '#own-id', HTMLElement);
  const value = find(part, 'input', HTMLInputElement);
  value.value = `user:${sub}`;
  value.addEventListener('focus', () => value.select());
  find(part, 'button', HTMLButtonElement).addEventListener('click', async () => {
    announce(await copyText(value));
  });
  return part;
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

/** The text for a scope without files; `sub` identifies the signed-in user. */
export function emptyInWords(scope: Scope, sub: string): string {
  if (scope === undefined) {
    return texts().list.mineHint;
  }
  if (scope === 'all') return texts().list.everyoneHint;
  return scope === 'me' ? texts().list.sharedHint(`user:${sub}`) : texts().list.groupHint(scope);
}
