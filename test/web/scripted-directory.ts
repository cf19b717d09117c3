// A directory of three accounts, two of them with one name, whose lookups are recorded.
import { vi } from 'vitest';
import { createDirectory } from '../../web/directory.ts';

const accounts = [
  { principal: 'user:b-1', name: 'bob@example.com' },
  { principal: 'user:k-1', name: 'Kim' },
  { principal: 'user:k-2', name: 'Kim' },
];

/** The directory that a person sees, and the calls behind it. */
export function createScriptedDirectory(
  person: Parameters<typeof createDirectory>[1]['person'],
  findsPeople: boolean,
) {
  const lookUpPrincipals = vi.fn(async (lookup: { name: string } | { subs: string[] }) => ({
    principals: accounts.filter(({ principal, name }) =>
      'name' in lookup ? lookup.name === name : lookup.subs.includes(principal.slice(5)),
    ),
  }));
  const directory = createDirectory({ lookUpPrincipals }, { findsPeople, person });
  return { lookUpPrincipals, directory };
}
