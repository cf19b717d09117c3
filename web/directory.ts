// The names of people: finds people by name for sharing, and names by ids for display.
import type { Airlock } from '../client/airlock.ts';
import type { PrincipalsResponse } from '../client/principal-contract.ts';
import type { Person } from './person.ts';

/** Most subjects of one `POST /principals/lookups`. */
const BATCH_SUBS = 10;
const USER = 'user:';

/** A person whom the directory knows. */
export type Found = PrincipalsResponse['principals'][number];

/** The people whom the page can name. */
export interface Directory {
  /** Whether people are found by name. */
  readonly findsPeople: boolean;
  /** The people with this name or mail address. */
  find(name: string): Promise<readonly Found[]>;
  /** Whether the directory knows a subject. */
  knows(sub: string): Promise<boolean>;
  /** Learns the names of these subjects; a failure leaves them unnamed. Resolves to whether any name is new. */
  learn(subs: Iterable<string>): Promise<boolean>;
  /** The name of a subject, or the subject itself while no name is known. */
  nameOf(sub: string): string;
  /** The same for `user:<sub>`; a group is its own name. */
  nameOfPrincipal(principal: string): string;
}

/** The subject in `user:<sub>`; undefined for a group. */
export const subOf = (principal: string): string | undefined =>
  principal.startsWith(USER) ? principal.slice(USER.length) : undefined;

/** Names are kept as long as the page is open. Without a directory only the user's own name is known. */
export function createDirectory(
  { lookUpPrincipals }: Pick<Airlock, 'lookUpPrincipals'>,
  { findsPeople, person }: { readonly findsPeople: boolean; readonly person: Person },
): Directory {
  const names = new Map([[person.sub, person.name]]);
  const asked = new Set(names.keys());
  const remember = (found: readonly Found[]) => {
    for (const { principal, name } of found) names.set(subOf(principal) ?? principal, name);
    return found;
  };
  const nameOf = (sub: string) => (findsPeople ? names.get(sub) : undefined) ?? sub;

  return {
    findsPeople,
    find: async (name) => remember((await lookUpPrincipals({ name })).principals),
    async knows(sub) {
      if (!names.has(sub)) remember((await lookUpPrincipals({ subs: [sub] })).principals);
      return names.has(sub);
    },
    async learn(subs) {
      const unknown = findsPeople ? [...new Set(subs)].filter((sub) => !asked.has(sub)) : [];
      for (const sub of unknown) asked.add(sub);
      let isNew = false;
      for (let start = 0; start < unknown.length; start += BATCH_SUBS) {
        const batch = unknown.slice(start, start + BATCH_SUBS);
        try {
          isNew =
            remember((await lookUpPrincipals({ subs: batch })).principals).length > 0 || isNew;
        } catch {
          // Looked up again with the next list.
          for (const sub of batch) asked.delete(sub);
        }
      }
      return isNew;
    },
    nameOf,
    nameOfPrincipal(principal) {
      const sub = subOf(principal);
      return sub === undefined || nameOf(sub) === sub ? principal : nameOf(sub);
    },
  };
}
