import { expect, it } from 'vitest';
import { chooseOwner } from '../../web/choose-owner.ts';
import { createScriptedDirectory } from './scripted-directory.ts';

const person = { name: 'staff@example.com', sub: 'staff', groups: [] };
const directoryWith = (findsPeople = true) => createScriptedDirectory(person, findsPeople);

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
