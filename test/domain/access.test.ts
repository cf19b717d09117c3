// Who may do what with a file: every combination of what makes a caller special, with every action.
import { describe, expect, it } from 'vitest';
import {
  type Action,
  type FileAccess,
  granteesOf,
  may,
  mayUpload,
  type Principal,
  requireAccess,
} from '../../lambdas/domain/access.ts';
import type { Audience } from '../../lambdas/domain/collection.ts';
import { Refusal } from '../../lambdas/domain/errors.ts';
import type { FileRecord } from '../../lambdas/domain/file.ts';
import { type Audiences, actions, rulesWith } from './access-rules.ts';
import { deleted, pending as file } from './records.ts';

const byGroup = rulesWith({
  readers: ['group:reader'],
  administrators: ['group:administrator'],
  publishers: ['group:publisher'],
});

/** What makes a caller special → what the caller may do. */
const decisions: readonly (readonly [roles: string, allowed: string])[] = [
  ['', ''],
  ['owner', 'read edit share delete send'],
  ['administrator', 'read edit share delete'],
  ['owner administrator', 'read edit share delete send'],
  ['reader', 'read'],
  ['owner reader', 'read edit share delete send'],
  ['administrator reader', 'read edit share delete'],
  ['owner administrator reader', 'read edit share delete send'],
  ['publisher', ''],
  ['owner publisher', 'read edit publish share delete send'],
  ['administrator publisher', 'read edit publish share delete'],
  ['owner administrator publisher', 'read edit publish share delete send'],
  ['reader publisher', 'read'],
  ['owner reader publisher', 'read edit publish share delete send'],
  ['administrator reader publisher', 'read edit publish share delete'],
  ['owner administrator reader publisher', 'read edit publish share delete send'],
  ['grantee', 'read'],
  ['owner grantee', 'read edit share delete send'],
  ['administrator grantee', 'read edit share delete'],
  ['owner administrator grantee', 'read edit share delete send'],
  ['reader grantee', 'read'],
  ['owner reader grantee', 'read edit share delete send'],
  ['administrator reader grantee', 'read edit share delete'],
  ['owner administrator reader grantee', 'read edit share delete send'],
  ['publisher grantee', 'read'],
  ['owner publisher grantee', 'read edit publish share delete send'],
  ['administrator publisher grantee', 'read edit publish share delete'],
  ['owner administrator publisher grantee', 'read edit publish share delete send'],
  ['reader publisher grantee', 'read'],
  ['owner reader publisher grantee', 'read edit publish share delete send'],
  ['administrator reader publisher grantee', 'read edit publish share delete'],
  ['owner administrator reader publisher grantee', 'read edit publish share delete send'],
  ['service', 'read edit share delete send'],
  ['owner service', 'read edit share delete send'],
  ['administrator service', 'read edit share delete send'],
  ['owner administrator service', 'read edit share delete send'],
  ['reader service', 'read edit share delete send'],
  ['owner reader service', 'read edit share delete send'],
  ['administrator reader service', 'read edit share delete send'],
  ['owner administrator reader service', 'read edit share delete send'],
  ['publisher service', 'read edit publish share delete send'],
  ['owner publisher service', 'read edit publish share delete send'],
  ['administrator publisher service', 'read edit publish share delete send'],
  ['owner administrator publisher service', 'read edit publish share delete send'],
  ['reader publisher service', 'read edit publish share delete send'],
  ['owner reader publisher service', 'read edit publish share delete send'],
  ['administrator reader publisher service', 'read edit publish share delete send'],
  ['owner administrator reader publisher service', 'read edit publish share delete send'],
  ['grantee service', 'read edit share delete send'],
  ['owner grantee service', 'read edit share delete send'],
  ['administrator grantee service', 'read edit share delete send'],
  ['owner administrator grantee service', 'read edit share delete send'],
  ['reader grantee service', 'read edit share delete send'],
  ['owner reader grantee service', 'read edit share delete send'],
  ['administrator reader grantee service', 'read edit share delete send'],
  ['owner administrator reader grantee service', 'read edit share delete send'],
  ['publisher grantee service', 'read edit publish share delete send'],
  ['owner publisher grantee service', 'read edit publish share delete send'],
  ['administrator publisher grantee service', 'read edit publish share delete send'],
  ['owner administrator publisher grantee service', 'read edit publish share delete send'],
  ['reader publisher grantee service', 'read edit publish share delete send'],
  ['owner reader publisher grantee service', 'read edit publish share delete send'],
  ['administrator reader publisher grantee service', 'read edit publish share delete send'],
  ['owner administrator reader publisher grantee service', 'read edit publish share delete send'],
];

const callerWith = (roles: readonly string[]): Principal => ({
  sub: roles.includes('owner') ? 'olivia' : 'carl',
  groups: roles.filter((role) => !['owner', 'grantee', 'service'].includes(role)),
  ...(roles.includes('service') && { isService: true }),
});

const outcomeOf = (access: FileAccess, action: Action, caller: Principal): string => {
  try {
    requireAccess(access, action, caller, byGroup);
    return 'allowed';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};

describe.each(decisions)('a caller who is [%s]', (names, allowed) => {
  const roles = names.split(' ');
  const caller = callerWith(roles);
  const isGranted = roles.includes('grantee');

  it(`may do nothing but [${allowed}]`, () => {
    const permitted = actions.filter((action) => may(caller, action, file, byGroup, isGranted));
    expect(permitted.join(' ')).toBe(allowed);
  });

  it('an action is refused as not_found on a file that is not readable, and as forbidden on one that is only readable', () => {
    const permitted = allowed.split(' ');
    for (const action of actions) {
      const refusal = permitted.includes('read') ? 'forbidden' : 'not_found';
      expect(outcomeOf({ file, isGranted }, action, caller), action).toBe(
        permitted.includes(action) ? 'allowed' : refusal,
      );
    }
  });

  it.each<[string, FileRecord | undefined]>([
    ['deleted', deleted],
    ['unknown', undefined],
  ])('every action on a file that is %s is refused as not_found', (_state, gone) => {
    for (const action of actions)
      expect(outcomeOf({ file: gone, isGranted }, action, caller), action).toBe('not_found');
  });
});

it('the table of decisions holds every combination of roles once', () => {
  expect(decisions).toHaveLength(2 ** 6);
  expect(new Set(decisions.map(([roles]) => roles)).size).toBe(2 ** 6);
});

describe('an audience of a collection', () => {
  const stranger: Principal = { sub: 'carl', groups: ['other'] };
  const owner: Principal = { sub: 'olivia', groups: [] };
  const service: Principal = { sub: 'backend', groups: [], isService: true };
  const permitted = (audiences: Audiences, caller: Principal) =>
    actions.filter((action) => may(caller, action, file, rulesWith(audiences))).join(' ');

  it.each<[Audiences, Principal, string]>([
    [{ readers: ['authenticated'] }, stranger, 'read'],
    [{ readers: ['owner'] }, stranger, ''],
    [{ readers: [] }, stranger, ''],
    [{ readers: ['group:press', 'group:other'] }, stranger, 'read'],
    [{ readers: ['group:press'] }, stranger, ''],
    [{ administrators: ['authenticated'] }, stranger, 'read edit share delete'],
    [{ administrators: ['group:press'] }, stranger, ''],
    [{ publishers: ['authenticated'] }, stranger, ''],
    [{ publishers: ['owner'] }, stranger, ''],
    [
      { publishers: ['owner'], administrators: ['authenticated'] },
      stranger,
      'read edit share delete',
    ],
    [{ publishers: [] }, owner, 'read edit share delete send'],
    [{ publishers: ['owner'] }, owner, 'read edit publish share delete send'],
    [{ publishers: ['authenticated'] }, owner, 'read edit publish share delete send'],
    [{ publishers: ['group:press'] }, owner, 'read edit share delete send'],
    [{ publishers: [] }, service, 'read edit share delete send'],
    [{ publishers: ['owner'] }, service, 'read edit publish share delete send'],
    [{ publishers: ['authenticated'] }, service, 'read edit publish share delete send'],
    [{ publishers: ['group:press'] }, service, 'read edit share delete send'],
  ])('%j gives %o exactly [%s]', (audiences, caller, allowed) => {
    expect(permitted(audiences, caller)).toBe(allowed);
  });

  it('names a group by its whole name, and never by the name of a caller', () => {
    const readers: Audience[] = ['group:press'];
    for (const groups of [['group:press'], ['press2'], ['pres'], ['Press']])
      expect(permitted({ readers }, { sub: 'press', groups }), groups.join()).toBe('');
  });

  it.each<[Audience[], Principal, boolean]>([
    [['authenticated'], stranger, true],
    [['group:other'], stranger, true],
    [['group:press', 'group:other'], stranger, true],
    [['group:press'], stranger, false],
    [[], service, true],
    [['group:press'], service, true],
  ])('%j as uploaders: %o may upload: %s', (uploaders, caller, expected) => {
    const { images } = rulesWith({ uploaders }).collections;
    if (!images) return expect.fail('there is no collection');
    expect(mayUpload(caller, images)).toBe(expected);
  });
});

it.each(['removed', 'toString', '__proto__'])(
  'a file of the collection %s, which is not configured, is its owner’s and a service’s alone and is not published',
  (collection) => {
    const orphan = { ...file, collection };
    const allowedTo = (caller: Principal, isGranted = false) =>
      actions.filter((action) => may(caller, action, orphan, byGroup, isGranted)).join(' ');
    const everyGroup = ['reader', 'administrator', 'publisher'];
    expect(allowedTo({ sub: 'olivia', groups: everyGroup })).toBe('read edit share delete send');
    expect(allowedTo({ sub: 'carl', groups: everyGroup })).toBe('');
    expect(allowedTo({ sub: 'carl', groups: everyGroup }, true)).toBe('read');
    expect(allowedTo({ sub: 'backend', groups: everyGroup, isService: true })).toBe(
      'read edit share delete send',
    );
  },
);

it('the refusal of a readable file names the action', () => {
  const reader = callerWith(['reader']);
  expect(() => requireAccess({ file, isGranted: false }, 'share', reader, byGroup)).toThrow(
    'You may read this file, but not share it.',
  );
});

it('a permitted access returns the file itself', () => {
  const owner = callerWith(['owner']);
  expect(requireAccess({ file, isGranted: false }, 'read', owner, byGroup)).toBe(file);
});

it('a file can be shared with a caller and with each group of the caller', () => {
  expect(granteesOf({ sub: 'carl', groups: ['press', 'staff'] })).toEqual([
    'user:carl',
    'group:press',
    'group:staff',
  ]);
});

it('a file is looked up under no group that a grant cannot name', () => {
  const groups = ['x'.repeat(256), '\ud800', 'two\nlines', '', 'ä'.repeat(255), 'Legal staff'];
  expect(granteesOf({ sub: 'carl', groups })).toEqual([
    'user:carl',
    `group:${'ä'.repeat(255)}`,
    'group:Legal staff',
  ]);
});
