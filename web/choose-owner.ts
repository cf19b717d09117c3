// Finds the owner whose files to list: by id, or the one person with the typed name or mail address.
import { type Directory, subOf } from './directory.ts';
import { texts } from './texts.ts';

/** The owner's `sub`, empty for everyone, or why there is none. */
export type OwnerChoice = { readonly owner: string } | { readonly problem: string };

/**
 * Reads a name, a mail address or an id. `user:` and an id is taken as it is. So is every id when there is no directory, or when
 * it is of a further issuer, whose people the directory does not have.
 */
export async function chooseOwner(typed: string, directory: Directory): Promise<OwnerChoice> {
  const isTaken = typed === '' || !directory.findsPeople || typed.includes(':');
  if (isTaken) return { owner: subOf(typed) ?? typed };
  const [first, second] = await directory.find(typed);
  if (second) return { problem: texts().filters.severalNamed(typed) };
  if (first) return { owner: subOf(first.principal) ?? first.principal };
  return (await directory.knows(typed))
    ? { owner: typed }
    : { problem: texts().filters.unknownOwner(typed) };
}
