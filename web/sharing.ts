// Shares a file with users and groups, and revokes their grants.
import { attempt, showOutcome } from './attempt.ts';
import type { DetailsPart } from './details-part.ts';
import { find } from './dom.ts';
import { timeInWords } from './quantities.ts';
import { type ShownRight, startRightsList } from './rights-list.ts';

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
    revokeLabel: 'Stop sharing',
    async load(cursor) {
      const page = await airlock.grants(file.id, cursor === undefined ? {} : { cursor });
      const rights = page.grants.map(({ principal, grantedAt }) => shown(principal, grantedAt));
      return { rights, nextCursor: page.nextCursor };
    },
    async revoke({ name }) {
      await airlock.unshare(file.id, name);
      return `No longer shared with ${name}.`;
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
      return `Shared with ${principal}.`;
    });
  });
}

function objection(principal: string, owner: string): string | undefined {
  if (!/^(user|group):./.test(principal)) {
    return 'Enter user: and a user id, or group: and a group name, such as user:bob.';
  }
  return principal === `user:${owner}` ? 'This user already owns the file.' : undefined;
}

const shown = (principal: string, grantedAt: string): ShownRight => ({
  id: principal,
  name: principal,
  facts: `shared ${timeInWords(grantedAt, new Date())}`,
});
