// In which role a caller acts, and which acts the audit log records.
import { expect, it } from 'vitest';
import { defineConfig } from '../../lambdas/config/config.ts';
import type { Principal } from '../../lambdas/domain/access.ts';
import { type AuditRole, isAudited, roleOf } from '../../lambdas/domain/audit.ts';

const rules = defineConfig({
  collections: {
    notes: {
      types: ['text/plain'],
      maxBytes: 1,
      readers: ['group:readers'],
      administrators: ['group:staff'],
    },
  },
});
const person = (sub: string, ...groups: string[]): Principal => ({ sub, groups });
const file = { owner: 'alice', collection: 'notes' };

it.each<[Principal, object, AuditRole]>([
  [person('alice'), file, 'owner'],
  [person('alice', 'staff'), file, 'owner'],
  [person('carl', 'staff'), file, 'administrator'],
  [person('carl', 'readers'), file, 'reader'],
  [person('carl', 'readers', 'staff'), file, 'administrator'],
  [person('bob'), file, 'grantee'],
  [{ ...person('backend'), isService: true }, file, 'service'],
  [{ ...person('alice'), isService: true }, file, 'owner'],
  [{ ...person(''), permission: { id: 'p', at: '2026' } }, file, 'bearer'],
  [person(''), file, 'anonymous'],
  [person('carl', 'staff'), { owner: 'alice' }, 'administrator'],
  [person('carl', 'readers', 'staff'), { owner: 'alice' }, 'administrator'],
  [person('carl', 'readers'), { owner: 'alice' }, 'reader'],
  [person('carl', 'readers'), { collection: 'notes' }, 'reader'],
  [person('carl', 'staff'), { collection: 'notes' }, 'administrator'],
  [person('carl'), { owner: 'alice', collection: 'removed' }, 'grantee'],
])('%j acts on %j as %s', (principal, subject, role) => {
  expect(roleOf(principal, subject, rules)).toBe(role);
});

it('reads, shares and deletions are recorded of every caller, edits, lists and uploads only of others than the owner', () => {
  for (const action of ['download_issued', 'file_shared', 'link_issued', 'file_deleted'] as const)
    expect(isAudited(action, 'owner'), action).toBe(true);
  for (const action of ['file_edited', 'files_listed', 'upload_issued'] as const) {
    expect(isAudited(action, 'owner'), action).toBe(false);
    expect(isAudited(action, 'administrator'), action).toBe(true);
    expect(isAudited(action, 'service'), action).toBe(true);
  }
});
