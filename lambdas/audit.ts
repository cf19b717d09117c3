// Writes the audit log: one JSON line for each act, in the log of the function that performed it.
import type { FileAccess, Principal } from './domain/access.ts';
import {
  AUDIT_VERSION,
  type AuditAction,
  type AuditSubject,
  isAudited,
  roleOf,
} from './domain/audit.ts';
import type { Rules } from './domain/collection.ts';
import type { FileRecord } from './domain/file.ts';
import type { FindAccess } from './domain/ports.ts';
import { logOutcome } from './log.ts';

/** What an act was about. */
export interface Audited extends AuditSubject {
  readonly fileId?: string | undefined;
  readonly filename?: string | undefined;
}

/** Records an act. `more` never holds a token: a link is identified by the hash of its token. */
export type Audit = (
  action: AuditAction,
  principal: Principal,
  subject: Audited | FileRecord | undefined,
  more?: Readonly<Record<string, unknown>>,
) => void;

/** Writes nothing unless the configuration switches the audit log on; filenames only where it asks for them. */
export const auditWith = (
  config: Rules & { readonly audit?: { readonly filenames: boolean } | undefined },
): Audit => {
  const { audit } = config;
  if (!audit) return () => {};
  return (action, principal, subject = {}, more = {}) => {
    const { owner, collection, filename } = subject;
    const role = roleOf(principal, { owner, collection }, config);
    if (!isAudited(action, role)) return;
    logOutcome({
      event: 'audit',
      version: AUDIT_VERSION,
      action,
      by: principal.sub === '' ? undefined : principal.sub,
      role,
      owner,
      collection,
      fileId: 'status' in subject ? subject.id : subject.fileId,
      ...(audit.filenames && { filename }),
      ...more,
    });
  };
};

/** `findAccess`, which also remembers the file that it found for a caller: the audit log names the file's owner. */
export function rememberFiles(findAccess: FindAccess): {
  readonly findAccess: FindAccess;
  fileFor(principal: Principal, id: string): FileRecord | undefined;
} {
  // Keyed by the principal object of one request, so that no entry outlives the request.
  const seen = new WeakMap<Principal, Map<string, FileAccess>>();
  return {
    async findAccess(id, principal) {
      const access = await findAccess(id, principal);
      const found = seen.get(principal) ?? new Map<string, FileAccess>();
      seen.set(principal, found.set(id, access));
      return access;
    },
    fileFor: (principal, id) => seen.get(principal)?.get(id)?.file,
  };
}
