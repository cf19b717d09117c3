// Whether a caller can list a collection, which decides whether the table has an index for it.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defineConfig } from '../../lambdas/config/config.ts';
import {
  canListCollections,
  mayListAll,
  operatorOf,
  type Principal,
} from '../../lambdas/domain/access.ts';
import type { Audience } from '../../lambdas/domain/collection.ts';

const groups = ['staff', 'legal'] as const;
const audience = fc.subarray<Audience>(['owner', 'authenticated', 'group:staff', 'group:legal']);
const collection = fc.record({ administrators: audience, readers: audience });
const collections = fc
  .array(collection, { minLength: 1, maxLength: 3 })
  .map((all) => Object.fromEntries(all.map((each, index) => [`c${index}`, each])));
const services = fc.constantFrom([], [{ scope: 'airlock/service' }]);

/** Every kind of caller whom a configuration with these services knows. */
const callers = (hasServices: boolean): readonly Principal[] => [
  { sub: 'ann', groups: [] },
  ...groups.map((group) => ({ sub: 'bob', groups: [group] })),
  { sub: 'carol', groups: [...groups] },
  operatorOf('AKIAEXAMPLE'),
  ...(hasServices ? [{ sub: 'shop', groups: [], isService: true } as const] : []),
];

it('a table has the index by collection exactly where a caller may list a collection', () => {
  fc.assert(
    fc.property(collections, services, (collections, services) => {
      const mayList = callers(services.length > 0).some((caller) =>
        Object.values(collections).some((each) => mayListAll(caller, each)),
      );
      expect(canListCollections({ collections, auth: { services } })).toBe(mayList);
    }),
  );
});

it('a collection without administrators and readers can be listed by services alone', () => {
  const types = { types: ['text/plain'], maxBytes: 1 };
  const canList = (input: Parameters<typeof defineConfig>[0]) =>
    canListCollections(defineConfig(input));
  expect(canList({ collections: { notes: types } })).toBe(false);
  expect(canList({ collections: { notes: { ...types, readers: ['owner'] } } })).toBe(false);
  expect(
    canList({ collections: { notes: types, logs: { ...types, readers: ['group:ops'] } } }),
  ).toBe(true);
  expect(canList({ collections: { notes: { ...types, administrators: ['authenticated'] } } })).toBe(
    true,
  );
  expect(canList({ collections: { notes: types }, auth: { serviceClient: true } })).toBe(true);
});
