// Who may act for an owner: delete everything of one, and upload in the name of another.
import { describe, expect, it } from 'vitest';
import {
  mayDeleteOwner,
  operatorOf,
  ownerFor,
  type Principal,
  requireAccess,
} from '../../lambdas/domain/access.ts';
import type { MergedUpload } from '../../lambdas/domain/file.ts';
import { bearerOf } from '../../lambdas/domain/upload-permission.ts';
import { rulesWith } from './access-rules.ts';
import { ready } from './records.ts';

const person = (sub: string, ...groups: string[]): Principal => ({ sub, groups });
const service: Principal = { ...person('backend'), isService: true };
const bearer = bearerOf('p1', '2026-11-22T10:00:00.000Z');

describe('everything of an owner', () => {
  const one = rulesWith({ administrators: ['group:staff'] });
  const [name = '', collection] = Object.entries(one.collections)[0] ?? [];
  if (!collection) throw new Error('There is no collection.');
  const two = {
    collections: { [name]: collection, others: { ...collection, administrators: [] } },
  };

  it.each<[string, Principal, typeof two | typeof one, boolean]>([
    ['the owner', person('olivia'), two, true],
    ['a service', service, two, true],
    ['an administrator of every collection', person('carl', 'staff'), one, true],
    ['an administrator of one of two collections', person('carl', 'staff'), two, false],
    ['anyone else', person('carl'), one, false],
    ['the bearer of an upload permission', { ...bearer, sub: 'olivia' }, two, false],
    ['a bearer who is called a service', { ...bearer, isService: true }, two, false],
  ])('may be deleted by %s: %#', (_who, principal, rules, expected) => {
    expect(mayDeleteOwner(principal, 'olivia', rules)).toBe(expected);
  });
});

describe('the owner of an upload', () => {
  it('the owner of an upload is the caller, named or not', () => {
    const alice = person('alice', 'staff');
    expect(ownerFor(alice, undefined)).toBe(alice);
    expect(ownerFor(alice, 'alice')).toBe(alice);
    expect(ownerFor(service, undefined)).toBe(service);
  });

  it('the owner of a service’s upload is the one that it names, without groups', () => {
    expect(ownerFor(service, 'alice')).toEqual(person('alice'));
  });

  it.each([
    ['a person', person('carl', 'staff'), 'alice'],
    ['the bearer of an upload permission', bearer, undefined],
    ['a bearer who is called a service', { ...bearer, isService: true } as const, undefined],
  ])('is no other where %s names one', (_who, principal, owner) => {
    expect(() => ownerFor(principal, owner)).toThrow(
      expect.objectContaining({
        code: 'forbidden',
        message: 'Only a service may act for another owner.',
      }),
    );
  });
});

it('an upload that became a version of another file is found by none, not even its owner', () => {
  const { versionId, verdict } = ready;
  const merged: MergedUpload = {
    ...ready,
    ...{ status: 'merged', mergedInto: 'another', version: 2, versionId, verdict },
  };
  for (const principal of [person(ready.owner), service])
    expect(() =>
      requireAccess({ file: merged, isGranted: true }, 'read', principal, rulesWith({})),
    ).toThrow(expect.objectContaining({ code: 'not_found' }));
});

it('the operator of a command is a service that is named by its credentials', () => {
  expect(operatorOf('arn:aws:iam::1:user/ops')).toEqual({
    sub: 'operator:arn:aws:iam::1:user/ops',
    groups: [],
    isService: true,
    isOperator: true,
  });
});
