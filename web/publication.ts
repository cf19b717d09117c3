// Makes a file public or private, and shows the address of its public copy.

import { AirlockRefusal } from '../client/airlock.ts';
import type { File as FileRecord, Visibility } from '../lambdas/http/contract.ts';
import { attempt, showOutcome } from './attempt.ts';
import { copyText } from './copy-text.ts';
import type { DetailsPart } from './details-part.ts';
import { find } from './dom.ts';
import { showsLocation } from './evidence-words.ts';
import { texts } from './texts.ts';

/** Between two polls for the public copy, which takes about a second. */
const POLL_EVERY_MS = 500;
const POLLS = 120;

/** Wires the part of the dialog that publishes. */
export function startPublication(part: HTMLElement, context: DetailsPart): void {
  const { airlock, file, newest, onChange, onSessionEnded } = context;
  const toggle = find(part, '#publication-switch', HTMLInputElement);
  const address = find(part, '.address', HTMLElement);
  const url = find(address, 'input', HTMLInputElement);
  const copy = find(address, 'button', HTMLButtonElement);
  const location = find(part, '.location', HTMLElement);
  const place = { part, onSessionEnded };
  show(file);
  if (file.visibility === 'public' && file.url === undefined) {
    void attempt(toggle, place, untilPublished).finally(() => show(newest()));
  }

  toggle.addEventListener('change', () => {
    const visibility = toggle.checked ? 'public' : 'private';
    void attempt(toggle, place, () => change(visibility)).finally(() => show(newest()));
  });
  copy.addEventListener('click', () => attempt(copy, place, () => copyText(url)));
  url.addEventListener('focus', () => url.select());

  function show(current: FileRecord) {
    toggle.checked = current.visibility === 'public';
    address.hidden = current.url === undefined;
    location.hidden = !showsLocation(current);
    url.value = current.url ?? '';
  }

  async function change(visibility: Visibility): Promise<string | undefined> {
    try {
      onChange(await airlock.edit(file.id, { visibility, revision: newest().revision }));
    } catch (error) {
      if (!(error instanceof AirlockRefusal && error.code === 'conflict')) throw error;
      onChange(await airlock.get(file.id));
      showOutcome(part, {
        problem: texts().publication.conflict,
      });
      return undefined;
    }
    return visibility === 'public' ? untilPublished() : texts().publication.private;
  }

  /** Polls until the background copy has an address or the dialog is closed. */
  async function untilPublished(): Promise<string | undefined> {
    showOutcome(part, { done: texts().publication.publishing });
    for (let poll = 0; poll < POLLS && part.isConnected; poll += 1) {
      const current = await airlock.get(file.id);
      onChange(current);
      if (current.url !== undefined) return texts().publication.public;
      if (current.visibility === 'private') return undefined;
      await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS));
    }
    return texts().publication.slow;
  }
}
