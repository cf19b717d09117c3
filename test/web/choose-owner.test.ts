import { expect, it, vi } from 'vitest';
import { chooseOwner } from '../../web/choose-owner.ts';
import { createDirectory } from '../../web/directory.ts';

const person = { name: 'staff@example.com', sub: 'staff', groups: [] };
const accounts = [
  { principal: 'user:b-1', name: 'bob@example.com' },
  { principal: 'user:k-1', name: 'Kim' },
  { principal: 'user:k-2', name: 'Kim' },
];

function directoryWith(findsPeople = true) {
  const lookUpPrincipals = vi.fn(async (lookup: { name: string } | { subs: string[] }) => ({
    principals: accounts.filter(({ principal, name }) =>
      'name' in lookup ? lookup.name === name : lookup.subs.includes(principal.slice(5)),
    ),
  }));
  const directory = createDirectory({ lookUpPrincipals }, { findsPeople, person });
  return { lookUpPrincipals, directory };
}

it.each([
  ['', ''],
  ['bob@example.com', 'b-1'],
  ['b-1', 'b-1'],
  ['user:gone', 'gone'],
  ['partner:eve', 'partner:eve'],
])('lists the files of the owner whom %j names', async (typed, owner) => {
  expect(await chooseOwner(typed, directoryWith().directory)).toEqual({ owner });
});

it.each([
  ['eve@example.com', 'no account with the name, mail address or id eve@example.com'],
  ['Kim', 'Several accounts have the name Kim'],
])('refuses an owner %j in words', async (typed, problem) => {
  expect(await chooseOwner(typed, directoryWith().directory)).toEqual({
    problem: expect.stringContaining(problem),
  });
});

it('without a directory an owner is an id, and none is looked up', async () => {
  const { directory, lookUpPrincipals } = directoryWith(false);
  expect(await chooseOwner('bob', directory)).toEqual({ owner: 'bob' });
  expect(lookUpPrincipals).not.toHaveBeenCalled();
});
