// The audit log: which acts are recorded, and in which role a caller acted.
import { may, mayListAll, type Principal } from './access.ts';
import { collectionOf, type Rules } from './collection.ts';

/** The version of the lines' schema; a change that a reader could notice as an error gets the next one. */
export const AUDIT_VERSION = 1;

/** Reads and shares, deletions, and what was done for an owner by another caller. */
export type AuditAction =
  | 'download_issued'
  | 'link_followed'
  | 'file_shared'
  | 'file_unshared'
  | 'link_issued'
  | 'link_revoked'
  | 'file_edited'
  | 'file_deleted'
  | 'files_listed'
  | 'upload_issued'
  | 'upload_permitted'
  | 'owner_deleted'
  | 'file_imported';

/** In which role a caller acted; `grantee` for whom the file was shared with, `anonymous` for who followed a link. */
export type AuditRole =
  | 'owner'
  | 'service'
  | 'operator'
  | 'administrator'
  | 'reader'
  | 'grantee'
  | 'bearer'
  | 'anonymous';

/** What was acted on: files of one owner, or of everyone in a collection. */
export interface AuditSubject {
  readonly owner?: string | undefined;
  readonly collection?: string | undefined;
}

/** Acts that are recorded only where another caller than the owner does them. */
const onlyForOthers: readonly AuditAction[] = ['file_edited', 'files_listed', 'upload_issued'];

/** Whether an act is recorded. */
export const isAudited = (action: AuditAction, role: AuditRole): boolean =>
  role !== 'owner' || !onlyForOthers.includes(action);

/** The role in which the principal acts on files of this owner and collection. */
export function roleOf(
  principal: Principal,
  { owner, collection }: AuditSubject,
  rules: Rules,
): AuditRole {
  if (principal.permission) return 'bearer';
  if (principal.sub === '') return 'anonymous';
  if (principal.sub === owner) return 'owner';
  if (principal.isOperator) return 'operator';
  if (principal.isService) return 'service';
  const administers = (name: string): boolean =>
    may(principal, 'delete', { owner: owner ?? '', collection: name }, rules);
  // Files of an owner in every collection that the caller administers or reads.
  if (collection === undefined) {
    return Object.keys(rules.collections).some(administers) ? 'administrator' : 'reader';
  }
  const policy = collectionOf(rules, collection);
  // When a collection is no longer configured, others read its files only by a grant.
  if (!policy) return 'grantee';
  if (administers(policy.name)) return 'administrator';
  return mayListAll(principal, policy) ? 'reader' : 'grantee';
}
