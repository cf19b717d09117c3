// Wires the field above the list of everyone's files that chooses their owner.
import { chooseOwner } from './choose-owner.ts';
import { now } from './clock.ts';
import type { Directory } from './directory.ts';
import { find } from './dom.ts';
import { texts } from './texts.ts';
import { errorInWords } from './words.ts';

/** The chosen owner. */
export interface OwnerFilter {
  /** The `sub`; empty for everyone. */
  value(): string;
  /** Whether the field is offered. */
  show(isShown: boolean): void;
  /** Reads the typed text, looks the person up, and calls `onChange` when the owner has changed. */
  read(): Promise<void>;
}

/** Wires the field; while there is a problem with the typed text, the owner does not change. */
export function startOwnerFilter(directory: Directory, onChange: () => void): OwnerFilter {
  const field = find(document, '#filter-owner', HTMLInputElement);
  const problem = find(document, '#filter-owner-problem', HTMLElement);
  let chosen = '';
  /** The text that is being looked up. */
  let asked: string | undefined;
  if (directory.findsPeople) {
    field.placeholder = texts().filters.ownerName;
    field.ariaLabel = texts().filters.ownerName;
  }

  function complain(sentence: string) {
    problem.textContent = sentence;
    problem.hidden = sentence === '';
    field.ariaInvalid = sentence === '' ? null : 'true';
  }

  async function read() {
    const typed = field.value.trim();
    if (typed === asked) return;
    asked = typed;
    const choice = await chooseOwner(typed, directory).catch((error: unknown) => ({
      problem: errorInWords(error, now()),
    }));
    // An answer about an earlier text is ignored.
    if (asked !== typed) return;
    asked = undefined;
    complain('problem' in choice ? choice.problem : '');
    if ('problem' in choice || choice.owner === chosen) return;
    chosen = choice.owner;
    onChange();
  }

  // Each lookup is a request to the directory: a name is looked up when it is complete.
  field.addEventListener('change', () => void read());
  field.addEventListener('input', () => {
    if (!directory.findsPeople || field.value.trim() === '') void read();
  });

  return {
    value: () => chosen,
    show(isShown) {
      field.hidden = !isShown;
      if (!isShown) complain('');
    },
    read,
  };
}
