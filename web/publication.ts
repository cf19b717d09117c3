// Whether everybody can see a file: a switch, and the address of its public copy.
import { AirlockRefusal } from '../client/airlock.ts';
import type { File as FileRecord, Visibility } from '../lambdas/http/contract.ts';
import { attempt, tell } from './attempt.ts';
import { copyText } from './copy-text.ts';
import type { DetailsPart } from './details-part.ts';
import { find } from './dom.ts';

/** Between two looks at whether the copy is there; it takes about a second. */
const LOOK_EVERY_MS = 500;
const LOOKS = 120;

const outcomes: Readonly<Record<Visibility, string>> = {
  public: 'Public: everybody who has the address can see this file.',
  private:
    'Private again: the address leads nowhere. A browser that has loaded the file may still keep it.',
};

/** Wires the part of the dialog that publishes. */
export function startPublication(part: HTMLElement, context: DetailsPart): void {
  const { airlock, file, newest, onChange, onSessionEnded } = context;
  const toggle = find(part, '#publication-switch', HTMLInputElement);
  const address = find(part, '.address', HTMLElement);
  const url = find(address, 'input', HTMLInputElement);
  const copy = find(address, 'button', HTMLButtonElement);
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
    url.value = current.url ?? '';
  }

  async function change(visibility: Visibility): Promise<string | undefined> {
    try {
      onChange(await airlock.edit(file.id, { visibility, revision: newest().revision }));
    } catch (error) {
      if (!(error instanceof AirlockRefusal && error.code === 'conflict')) throw error;
      onChange(await airlock.get(file.id));
      tell(part, {
        problem: 'This file was changed in another tab meanwhile. Look again, then switch.',
      });
      return undefined;
    }
    return visibility === 'public' ? untilPublished() : outcomes.private;
  }

  /** The copy is made in the background: looks until its address is told, or the dialog is closed. */
  async function untilPublished(): Promise<string | undefined> {
    tell(part, { done: 'Being published…' });
    for (let looks = 0; looks < LOOKS && part.isConnected; looks += 1) {
      const current = await airlock.get(file.id);
      onChange(current);
      if (current.url !== undefined) return outcomes.public;
      if (current.visibility === 'private') return undefined;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    return 'It takes longer than usual. The address will be here when you open this again.';
  }
}
