import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineConfig } from '../../lambdas/config/config.ts';
import { principalOf, type ServiceRule } from '../../lambdas/domain/identity.ts';

const groupsOf = (claims: object, ...path: string[]) =>
  principalOf({ sub: 'alice', ...claims }, { groupsClaim: path, services: [] }).groups;

describe('principalOf', () => {
  it.each([
    ['a list', { groups: ['staff', 'press'] }, ['groups'], ['staff', 'press']],
    ['a group name with a blank', { groups: ['Legal staff'] }, ['groups'], ['Legal staff']],
    ['a group name with a comma', { groups: ['a,staff'] }, ['groups'], ['a,staff']],
    ['a group name in brackets', { groups: ['[staff]'] }, ['groups'], ['[staff]']],
    ['one name instead of a list', { groups: 'Legal staff' }, ['groups'], ['Legal staff']],
    ['a nested list', { realm_access: { roles: ['staff'] } }, ['realm_access', 'roles'], ['staff']],
    ['a claim named by a URL', { 'https://a.example/g': ['x'] }, ['https://a.example/g'], ['x']],
    ['a group that is listed twice', { groups: ['a', 'a'] }, ['groups'], ['a']],
    ['an empty list', { groups: [] }, ['groups'], []],
    ['no claim', {}, ['groups'], []],
    ['an object instead of a list', { groups: { staff: true } }, ['groups'], []],
    ['entries that are no names', { groups: [1, null, ['staff'], {}, ''] }, ['groups'], []],
    ['a path through a list', { groups: ['staff'] }, ['groups', '0', '0'], []],
    ['a path through null', { realm_access: null }, ['realm_access', 'roles'], []],
    ['a path through the prototype', { groups: {} }, ['groups', 'constructor', 'name'], []],
  ])('the principal is read from %s', (_what, claims, path, groups) => {
    expect(groupsOf(claims, ...path)).toEqual(groups);
  });

  it('the principal has exactly the groups of the token, whatever characters their names have', () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1, unit: 'binary' }));
    fc.assert(
      fc.property(names, (groups) => {
        expect(groupsOf({ groups }, 'groups')).toEqual(groups);
      }),
    );
  });

  it.each([{}, { sub: '' }, { sub: 7 }, { sub: ['alice'] }])(
    'refuses the claims %j, which have no sub, as unauthorized',
    (claims) => {
      expect(() => principalOf(claims, { groupsClaim: ['groups'], services: [] })).toThrow(
        expect.objectContaining({
          code: 'unauthorized',
          message: expect.stringContaining('no claim sub'),
        }),
      );
    },
  );

  it('a subject of 255 characters identifies a caller', () => {
    const sub = 'ä'.repeat(255);
    expect(principalOf({ sub }, { groupsClaim: [], services: [] }).sub).toBe(sub);
  });

  it.each(['x'.repeat(256), '\ud800', 'ann\udc00'])(
    'refuses the subject %j, which no owner can have, as unauthorized',
    (sub) => {
      expect(() => principalOf({ sub }, { groupsClaim: [], services: [] })).toThrow(
        expect.objectContaining({
          code: 'unauthorized',
          message: expect.stringContaining('more than 255 characters, or half of a surrogate pair'),
        }),
      );
    },
  );

  it.each<[object, ServiceRule[], boolean]>([
    [{}, [{ subject: 'backend' }], true],
    [{}, [{ subject: 'Backend' }], false],
    [{}, [{ subject: 'other' }, { subject: 'backend' }], true],
    [{ scope: 'openid airlock/service' }, [{ scope: 'airlock/service' }], true],
    [{ scope: 'airlock/services' }, [{ scope: 'airlock/service' }], false],
    [{ scp: ['airlock/service'] }, [{ scope: 'airlock/service' }], true],
    [{ scp: 'airlock/service' }, [{ scope: 'airlock/service' }], true],
    [{ scope: '', scp: ['airlock/service'] }, [{ scope: 'airlock/service' }], false],
    [{ scope: 5 }, [{ scope: 'airlock/service' }], false],
    [{}, [{ scope: 'airlock/service' }], false],
    [{ scope: 'a' }, [{ subject: 'backend', scope: 'a' }], true],
    [{ scope: 'b' }, [{ subject: 'backend', scope: 'a' }], false],
    [{ scope: 'a' }, [{ subject: 'other', scope: 'a' }], false],
    [{ scope: 'a' }, [{}], false],
    [{}, [], false],
  ])(
    'a token of the subject backend with %j is that of a service by %j: %s',
    (claims, services, expected) => {
      const principal = principalOf({ sub: 'backend', ...claims }, { groupsClaim: [], services });
      expect(principal).toEqual({
        sub: 'backend',
        groups: [],
        ...(expected && { isService: true }),
      });
    },
  );
});

it('the client of the stack is a service once, also where the defaults are applied again', () => {
  const collections = { notes: { types: ['text/plain'], maxBytes: 1 } };
  const services = [{ subject: 'backend' }];
  const once = defineConfig({ collections, auth: { serviceClient: true, services } });
  expect(once.auth.services).toEqual([...services, { scope: 'airlock/service' }]);
  expect(defineConfig({ ...once }).auth.services).toEqual(once.auth.services);
});
