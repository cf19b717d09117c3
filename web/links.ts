// Creates, shows once and revokes anonymous links to a file.

import { attempt, showOutcome } from './attempt.ts';
import { now } from './clock.ts';
import { copyText } from './copy-text.ts';
import type { DetailsPart } from './details-part.ts';
import { find } from './dom.ts';
import { showsLocation } from './evidence-words.ts';
import { momentInWords, numberInWords } from './quantities.ts';
import { type ShownRight, startRightsList } from './rights-list.ts';
import { texts } from './texts.ts';

/** Wires the part of the dialog that manages links. */
export function startLinks(part: HTMLElement, context: DetailsPart): void {
  const { airlock, file, onSessionEnded } = context;
  const form = find(part, 'form', HTMLFormElement);
  const expiry = find(form, 'select', HTMLSelectElement);
  const uses = find(form, 'input', HTMLInputElement);
  const sender = find(form, '#link-sender', HTMLInputElement);
  const create = find(form, 'button', HTMLButtonElement);
  const fresh = find(part, '.fresh-link', HTMLElement);
  const url = find(fresh, 'input', HTMLInputElement);
  const copy = find(fresh, 'button', HTMLButtonElement);
  const place = { part, onSessionEnded };
  let freshId: string | undefined;
  find(part, '.location', HTMLElement).hidden = !showsLocation(file);

  const list = startRightsList({
    ...place,
    kind: 'link',
    revokeLabel: texts().links.revoke,
    async load(cursor) {
      const page = await airlock.links(file.id, cursor === undefined ? {} : { cursor });
      return { rights: page.links.map(shown), nextCursor: page.nextCursor };
    },
    async revoke({ id }) {
      await airlock.revokeLink(file.id, id);
      if (id === freshId) fresh.hidden = true;
      return texts().links.revoked;
    },
  });

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const wanted = uses.value.trim();
    const name = sender.value.trim();
    if (wanted !== '' && !/^[1-9]\d{0,5}$/.test(wanted)) {
      showOutcome(part, {
        problem: texts().links.wrongUses,
      });
      uses.focus();
      return;
    }
    void attempt(create, place, async () => {
      const link = await airlock.createLink(file.id, {
        expiresInSeconds: Number(expiry.value),
        ...(wanted !== '' && { maxUses: Number(wanted) }),
        ...(name !== '' && { sender: name }),
      });
      freshId = link.id;
      list.put(shown(link));
      url.value = link.url;
      fresh.hidden = false;
      copy.focus();
      return undefined;
    });
  });

  url.addEventListener('focus', () => url.select());
  copy.addEventListener('click', () => attempt(copy, place, () => copyText(url)));
}

interface Link {
  readonly id: string;
  readonly expiresAt: string;
  readonly maxUses?: number | undefined;
}

const shown = ({ id, expiresAt, maxUses }: Link): ShownRight => ({
  id,
  name: texts().links.until(momentInWords(expiresAt, now())),
  facts: maxUses === undefined ? texts().links.anyUses : downloadsInWords(maxUses),
});

const downloadsInWords = (count: number): string =>
  count === 1 ? texts().links.oneUse : texts().links.uses(numberInWords(count));
