// Shares a file with people and groups, and revokes their grants.

import { attempt, showOutcome } from './attempt.ts';
import { chooseGrantee } from './choose-grantee.ts';
import { now } from './clock.ts';
import type { DetailsPart } from './details-part.ts';
import { subOf } from './directory.ts';
import { find } from './dom.ts';
import { timeInWords } from './quantities.ts';
import { type ShownRight, startRightsList } from './rights-list.ts';
import { texts } from './texts.ts';

/** Wires the part of the dialog that shares. */
export function startSharing(part: HTMLElement, context: DetailsPart): void {
  const { airlock, directory, file, onSessionEnded } = context;
  const form = find(part, 'form', HTMLFormElement);
  const grantee = find(form, 'input', HTMLInputElement);
  const share = find(form, 'button', HTMLButtonElement);
  const place = { part, onSessionEnded };
  if (directory.findsPeople) {
    grantee.placeholder = texts().sharing.placeholder;
    find(part, '.hint', HTMLElement).textContent = texts().sharing.hintForNames;
  }

  const shown = (principal: string, grantedAt: string): ShownRight => ({
    id: principal,
    name: directory.nameOfPrincipal(principal),
    facts: texts().sharing.sharedWhen(timeInWords(grantedAt, now())),
  });

  const list = startRightsList({
    ...place,
    kind: 'grant',
    revokeLabel: texts().sharing.stop,
    async load(cursor) {
      const page = await airlock.grants(file.id, cursor === undefined ? {} : { cursor });
      void showNames(page.grants.map(({ principal }) => principal));
      const rights = page.grants.map(({ principal, grantedAt }) => shown(principal, grantedAt));
      return { rights, nextCursor: page.nextCursor };
    },
    async revoke({ id }) {
      await airlock.unshare(file.id, id);
      return texts().sharing.stopped(directory.nameOfPrincipal(id));
    },
  });

  /** Grants are listed at once, by their ids; the names follow. */
  async function showNames(principals: readonly string[]) {
    const subs = principals.flatMap((principal) => subOf(principal) ?? []);
    if (!(await directory.learn(subs))) return;
    for (const principal of principals)
      list.rename(principal, directory.nameOfPrincipal(principal));
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void attempt(share, place, async () => {
      const choice = await chooseGrantee(grantee.value.trim(), file.owner, directory);
      if ('problem' in choice) {
        showOutcome(part, choice);
        grantee.focus();
        return undefined;
      }
      const { principal } = choice;
      const name = directory.nameOfPrincipal(principal);
      const isListed = list.has(principal);
      // Also what is listed: it may have been revoked in another tab.
      await airlock.share(file.id, principal);
      if (!isListed) list.put(shown(principal, now().toISOString()));
      grantee.value = '';
      grantee.focus();
      return isListed ? texts().sharing.sharedAlready(name) : texts().sharing.shared(name);
    });
  });
}
