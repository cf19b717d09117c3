// Finds the principal to share with: by its id, or the one person with the typed name.
import type { Directory } from './directory.ts';
import { subOf } from './directory.ts';
import { texts } from './texts.ts';

/** The principal to share with, or why there is none. */
export type Choice = { readonly principal: string } | { readonly problem: string };

/**
 * Reads `user:<sub>`, `group:<name>` or, where people are found by name, a name. A name or an id that the directory does not
 * know is refused, and so is the owner.
 */
export async function chooseGrantee(
  typed: string,
  owner: string,
  directory: Directory,
): Promise<Choice> {
  const words = texts().sharing;
  const isPrincipal = /^(?:user|group):./.test(typed);
  if (!isPrincipal && (!directory.findsPeople || typed === '')) {
    return { problem: directory.findsPeople ? words.noName : words.wrongPrincipal };
  }
  const choice = isPrincipal
    ? await checkPrincipal(typed, directory)
    : await findNamed(typed, directory);
  return 'principal' in choice && subOf(choice.principal) === owner
    ? { problem: words.isOwner }
    : choice;
}

/** The address in `Bob <bob@example.com>`, as mail programs copy it; any other text as it is. */
const addressIn = (typed: string): string => /<([^<>\s]+)>$/.exec(typed)?.[1] ?? typed;

async function findNamed(typed: string, directory: Directory): Promise<Choice> {
  const name = addressIn(typed);
  const [first, second] = await directory.find(name);
  if (!first) return { problem: texts().sharing.unknownName(name) };
  return second ? { problem: texts().sharing.severalNamed(name) } : { principal: first.principal };
}

async function checkPrincipal(principal: string, directory: Directory): Promise<Choice> {
  const sub = subOf(principal);
  // The directory has only people and, if it is a user pool, only those of the first issuer.
  const isChecked = directory.findsPeople && sub !== undefined && !sub.includes(':');
  return isChecked && !(await directory.knows(sub))
    ? { problem: texts().sharing.unknownId(sub) }
    : { principal };
}
