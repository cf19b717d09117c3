// What a caller may do with a file: the access rules and the state of the file, combined.
import { type Action, may, mayUpload, type Principal } from './access.ts';
import { collectionOf, type Rules } from './collection.ts';
import type { FileRecord, PendingFile } from './file.ts';

/** A request about one file that the API accepts or refuses, named as in an answer. */
export type Permission = 'download' | 'edit' | 'publish' | 'share' | 'delete' | 'replace';

/** For each request, whether the API accepts it from the caller while the file stays as it is. */
export type Permissions = Readonly<Record<Permission, boolean>>;

interface Requirement {
  readonly action: Action;
  readonly statuses: readonly FileRecord['status'][];
}

const requirements: Readonly<Record<Permission, Requirement>> = {
  download: { action: 'read', statuses: ['ready'] },
  edit: { action: 'edit', statuses: ['pending', 'ready', 'rejected'] },
  publish: { action: 'publish', statuses: ['ready'] },
  share: { action: 'share', statuses: ['pending', 'ready'] },
  delete: { action: 'delete', statuses: ['pending', 'ready', 'rejected'] },
  replace: { action: 'send', statuses: ['ready'] },
};

const none: Permissions = {
  download: false,
  edit: false,
  publish: false,
  share: false,
  delete: false,
  replace: false,
};

/**
 * The permissions of a caller who may read the file, by the collection or by a grant: answers contain no other files.
 * To replace a file is to upload one, so the caller must also be an uploader of its collection.
 */
export function permissionsOf(
  principal: Principal,
  file: Pick<FileRecord, 'owner' | 'collection' | 'status'> & Pick<PendingFile, 'replaces'>,
  rules: Rules,
): Permissions {
  // No route of an upload permission takes one of these requests.
  if (principal.permission) return none;
  const collection = collectionOf(rules, file.collection);
  const has = (permission: Permission): boolean => {
    const { action, statuses } = requirements[permission];
    return statuses.includes(file.status) && may(principal, action, file, rules, true);
  };
  return {
    download: has('download'),
    edit: has('edit'),
    publish: has('publish'),
    // An upload that replaces a file is shared as that file is.
    share: has('share') && file.replaces === undefined,
    delete: has('delete'),
    replace: has('replace') && collection !== undefined && mayUpload(principal, collection),
  };
}
