// The account menu: who is signed in, and the own id to copy for those who share by id.
import { copyText } from './copy-text.ts';
import { announce, find } from './dom.ts';
import type { Person } from './person.ts';

/** Wires the menu in index.html. */
export function startAccount({ name, sub }: Person): void {
  const menu = find(document, '#account', HTMLElement);
  const value = find(menu, 'input', HTMLInputElement);
  const copied = find(menu, '.done', HTMLElement);
  find(document, '[data-testid="whoami"]', HTMLElement).textContent = name;
  find(menu, '.account-name', HTMLElement).textContent = name;
  value.value = `user:${sub}`;
  value.addEventListener('focus', () => value.select());
  find(menu, 'button', HTMLButtonElement).addEventListener('click', async () => {
    copied.textContent = await copyText(value);
    announce(copied.textContent);
  });
  menu.addEventListener('toggle', () => {
    copied.textContent = '';
  });
}
