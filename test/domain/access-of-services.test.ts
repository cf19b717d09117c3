// What services may do, those who act for them by an upload permission, and whose files they upload.
import { describe, expect, it } from 'vitest';
import {
  granteesOf,
  may,
  mayListAll,
  mayPermit,
  mayUpload,
  ownerFor,
  type Principal,
} from '../../lambdas/domain/access.ts';
import type { FileRecord } from '../../lambdas/domain/file.ts';
import { actions, rulesWith } from './access-rules.ts';
import { pending as file } from './records.ts';

describe('the bearer of an upload permission', () => {
  const at = '2026-11-29T10:00:00.000Z';
  const bearer: Principal = { sub: '', groups: [], permission: { id: 'p1', at } };
  const issued = { ...file, permittedBy: { id: 'p1', until: '2026-11-30T10:00:00.000Z' } };
  const everyone = rulesWith({
    uploaders: ['authenticated'],
    readers: ['authenticated', 'owner'],
    administrators: ['authenticated'],
    publishers: ['authenticated', 'owner'],
  });

  it.each<[string, FileRecord, string]>([
    ['of a file that it issued', issued, 'read send'],
    [
      'of a file that another one issued',
      { ...issued, permittedBy: { ...issued.permittedBy, id: 'p2' } },
      '',
    ],
    [
      'of a file that it may not ask for any more',
      { ...issued, permittedBy: { id: 'p1', until: at } },
      '',
    ],
    ['of a file without a permission', file, ''],
    ['of a file whose owner has no name', { ...file, owner: '' }, ''],
  ])('may do nothing %s but what finishes the upload', (_what, record, allowed) => {
    for (const isGranted of [true, false]) {
      const permitted = actions.filter((action) =>
        may(bearer, action, record, everyone, isGranted),
      );
      expect(permitted.join(' ')).toBe(allowed);
    }
  });

  it('the bearer of an upload permission is in no audience, has no grants, owns no file and may permit no upload', () => {
    const { images } = everyone.collections;
    if (!images) return expect.fail('there is no collection');
    expect(mayUpload(bearer, images)).toBe(false);
    expect(mayListAll(bearer, images)).toBe(false);
    expect(granteesOf(bearer)).toEqual([]);
    expect(mayPermit(bearer)).toBe(false);
    for (const owner of [undefined, '', 'olivia']) {
      expect(() => ownerFor(bearer, owner)).toThrow(expect.objectContaining({ code: 'forbidden' }));
    }
  });
});

it('only a service may let others upload', () => {
  expect(mayPermit({ sub: 'backend', groups: [], isService: true })).toBe(true);
  expect(mayPermit({ sub: 'carl', groups: ['administrator'] })).toBe(false);
});

describe('the owner of what a caller uploads', () => {
  const carl: Principal = { sub: 'carl', groups: ['press'] };
  const service: Principal = { sub: 'backend', groups: ['press'], isService: true };

  it.each<[string, Principal, string | undefined, Principal]>([
    ['is the caller when none is named', carl, undefined, carl],
    ['may be named when it is the caller', carl, 'carl', carl],
    ['is the service when it names none', service, undefined, service],
    ['is whom a service names, without groups', service, 'olivia', { sub: 'olivia', groups: [] }],
  ])('%s', (_sentence, caller, named, owner) => {
    expect(ownerFor(caller, named)).toEqual(owner);
  });

  it('a caller who is no service uploads for no other owner', () => {
    expect(() => ownerFor(carl, 'olivia')).toThrow(expect.objectContaining({ code: 'forbidden' }));
  });
});

it('a service may list every file of each collection', () => {
  const { images } = rulesWith({}).collections;
  if (!images) return expect.fail('there is no collection');
  expect(mayListAll({ sub: 'backend', groups: [], isService: true }, images)).toBe(true);
  expect(mayListAll({ sub: 'backend', groups: [] }, images)).toBe(false);
});
