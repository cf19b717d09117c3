// Shares a file with users and groups, and revokes their grants.

import { attempt, showOutcome } from './attempt.ts';
import type { DetailsPart } from './details-part.ts';
import { find } from './dom.ts';
import { timeInWords } from './quantities.ts';
import { type ShownRight, startRightsList } from './rights-list.ts';
import { texts } from './texts.ts';

/** Wires the part of the dialog that shares. */
export function startSharing(part: HTMLElement, context: DetailsPart): void {
  const { airlock, file, onSessionEnded } = context;
  const form = find(part, 'form', HTMLFormElement);
  const grantee = find(form, 'input', HTMLInputElement);
  const share = find(form, 'button', HTMLButtonElement);
  const place = { part, onSessionEnded };

  const list = startRightsList({
    ...place,
    kind: 'grant',
    revokeLabel: texts().sharing.stop,
    async load(cursor) {
      const page = await airlock.grants(file.id, cursor === undefined ? {} : { cursor });
      const rights = page.grants.map(({ principal, grantedAt }) => shown(principal, grantedAt));
      return { rights, nextCursor: page.nextCursor };
    },
    async revoke({ name }) {
      await airlock.unshare(file.id, name);
      return texts().sharing.stopped(name);
    },
  });

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const principal = grantee.value.trim();
    const problem = objection(principal, file.owner);
    if (problem !== undefined) {
      showOutcome(part, { problem });
      grantee.focus();
      return;
    }
    void attempt(share, place, async () => {
      await airlock.share(file.id, principal);
      list.put(shown(principal, new Date().toISOString()));
      grantee.value = '';
      grantee.focus();
      return texts().sharing.shared(principal);
    });
  });
}

function objection(principal: string, owner: string): string | undefined {
  if (!/^(user|group):./.test(principal)) {
    return texts().sharing.wrongPrincipal;
  }
  return principal === `user:${owner}` ? texts().sharing.isOwner : undefined;
}

const shown = (principal: string, grantedAt: string): ShownRight => ({
  id: principal,
  name: principal,
  facts: texts().sharing.sharedWhen(timeInWords(grantedAt, new Date())),
});
