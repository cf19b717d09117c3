import { expect, it } from 'vitest';
import { chooseGrantee } from '../../web/choose-grantee.ts';
import { createScriptedDirectory } from './scripted-directory.ts';

const person = { name: 'alice@example.com', sub: 'alice', groups: [] };
const directoryWith = (findsPeople = true) => createScriptedDirectory(person, findsPeople);

it.each([
  ['bob@example.com', { principal: 'user:b-1' }],
  ['"Bob, Jr." <bob@example.com>', { principal: 'user:b-1' }],
  ['user:b-1', { principal: 'user:b-1' }],
  ['group:press', { principal: 'group:press' }],
  ['user:partner:eve', { principal: 'user:partner:eve' }],
])('chooses whom %j names', async (typed, choice) => {
  expect(await chooseGrantee(typed, 'alice', directoryWith().directory)).toEqual(choice);
});

it.each([
  ['', 'Enter the mail address'],
  ['eve@example.com', 'no account with the name or mail address eve@example.com'],
  ['Kim', 'Several accounts have the name Kim'],
  ['user:e-1', 'no account with the id e-1'],
  ['user:alice', 'already owns'],
])('refuses %j in words', async (typed, problem) => {
  expect(await chooseGrantee(typed, 'alice', directoryWith().directory)).toEqual({
    problem: expect.stringContaining(problem),
  });
});

it('without a directory only ids are understood, and none is looked up', async () => {
  const { directory, lookUpPrincipals } = directoryWith(false);
  expect(await chooseGrantee('user:anyone', 'alice', directory)).toEqual({
    principal: 'user:anyone',
  });
  expect(await chooseGrantee('bob@example.com', 'alice', directory)).toEqual({
    problem: expect.stringContaining('user:bob'),
  });
  expect(await directory.learn(['b-1'])).toBe(false);
  expect(directory.nameOf('alice')).toBe('alice');
  expect(lookUpPrincipals).not.toHaveBeenCalled();
});

it('each name is asked for once, ten in a request, and again only after a failure', async () => {
  const { directory, lookUpPrincipals } = directoryWith();
  const subs = Array.from({ length: 12 }, (_, index) => `s-${index}`);
  lookUpPrincipals.mockRejectedValueOnce(new Error('down'));
  expect(await directory.learn([...subs, 'b-1', 'b-1', 'alice'])).toBe(true);
  expect(lookUpPrincipals.mock.calls.map(([lookup]) => lookup)).toEqual([
    { subs: subs.slice(0, 10) },
    { subs: ['s-10', 's-11', 'b-1'] },
  ]);
  expect(directory.nameOfPrincipal('user:b-1')).toBe('bob@example.com');
  expect(directory.nameOfPrincipal('user:s-0')).toBe('user:s-0');
  await directory.learn([...subs, 'b-1']);
  expect(lookUpPrincipals.mock.calls.at(-1)).toEqual([{ subs: subs.slice(0, 10) }]);
  const others = Array.from({ length: 10 }, (_, index) => `t-${index}`);
  expect(await directory.learn(['k-1', ...others])).toBe(true);
  expect(await directory.learn(['k-1', ...others])).toBe(false);
});
