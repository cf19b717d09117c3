// The one place that decides who may do what with a file.
import { type Audience, type Collection, collectionOf, type Rules } from './collection.ts';
import { notFound, Refusal } from './errors.ts';
import type { FileRecord } from './file.ts';

/** A person or program known from a verified JWT. */
export interface Principal {
  readonly sub: string;
  readonly groups: readonly string[];
  /** Present for a service: a program of the application that acts for owners. */
  readonly isService?: true | undefined;
  /** Present, beside `isService`, for a command of an operator, who invokes functions by a right of IAM. */
  readonly isOperator?: true | undefined;
  /** Present for the bearer of an upload permission, presented at that time: its id, and the time in ISO 8601. */
  readonly permission?: { readonly id: string; readonly at: string } | undefined;
}

/** The principal of a command; `name` says whose credentials it has. */
export const operatorOf = (name: string): Principal => ({
  sub: `operator:${name}`,
  groups: [],
  isService: true,
  isOperator: true,
});

/** Who a file is shared with, as it is written: `user:<sub>` or `group:<name>`. */
export type Grantee = `user:${string}` | `group:${string}`;

/** What can be done with a file. Reading comes first: a caller who may not read a file may not know that it exists. */
export type Action = 'read' | 'edit' | 'publish' | 'share' | 'delete' | 'send';

/** A file, and those of its grants that name the principal or one of the principal's groups. */
export interface FileAccess {
  readonly file: FileRecord | undefined;
  readonly isGranted: boolean;
}

/** Longest name of a user or a group that a file is shared with, in UTF-16 code units: in UTF-8 it fits into a key of the table. */
export const MAX_GRANTEE_NAME = 255;

/** Whether a file can be shared with a user or a group of this name. */
export const isGranteeName = (name: string): boolean =>
  name.length > 0 && name.length <= MAX_GRANTEE_NAME && !/[\p{Cc}\p{Cs}]/u.test(name);

/** Every name under which a file may have been shared with the principal. */
export const granteesOf = ({ sub, groups, permission }: Principal): readonly Grantee[] =>
  permission
    ? []
    : [`user:${sub}`, ...groups.filter(isGranteeName).map((group): Grantee => `group:${group}`)];

/** A service acts for the owner of each file. */
const isOwner = ({ sub, isService }: Principal, owner: string | undefined): boolean =>
  isService === true || sub === owner;

const includes = (audience: readonly Audience[], principal: Principal, owner?: string): boolean =>
  principal.permission === undefined &&
  audience.some((who) => {
    if (who === 'authenticated') return true;
    if (who === 'owner') return isOwner(principal, owner);
    return principal.groups.includes(who.slice('group:'.length));
  });

/** Whether the principal may put files into the collection. A service decides itself which owner may upload where. */
export const mayUpload = (principal: Principal, collection: Collection): boolean =>
  principal.isService === true || includes(collection.uploaders, principal);

/**
 * Whether the principal may list every file of the collection: administrators, readers and services do. A command of an operator
 * lists the files of one owner.
 */
export const mayListAll = (
  principal: Principal,
  { administrators, readers }: Pick<Collection, 'administrators' | 'readers'>,
): boolean =>
  !principal.isOperator &&
  (principal.isService === true ||
    includes(administrators, principal) ||
    includes(readers, principal));

/** Whether there can be a caller who may list every file of a collection: an administrator, a reader or a service. */
export const canListCollections = ({
  collections,
  auth,
}: {
  readonly collections: Readonly<Record<string, Pick<Collection, 'administrators' | 'readers'>>>;
  readonly auth: { readonly services: readonly unknown[] };
}): boolean =>
  auth.services.length > 0 ||
  Object.values(collections).some(({ administrators, readers }) =>
    [...administrators, ...readers].some((who) => who !== 'owner'),
  );

/** Whether the principal may delete everything of an owner: the owner, a service, an administrator of every collection. */
export const mayDeleteOwner = (
  principal: Principal,
  owner: string,
  { collections }: Pick<Rules, 'collections'>,
): boolean =>
  (principal.permission === undefined && isOwner(principal, owner)) ||
  Object.values(collections).every(({ administrators }) => includes(administrators, principal));

/** Whether the principal may let others upload for an owner. */
export const mayPermit = ({ isService }: Principal): boolean => isService === true;

/**
 * The owner of a claim's file: the caller, or the owner that a service names, who has no groups here, because only the owner's
 * own token lists them.
 * @throws Refusal `forbidden` for another owner named by a caller who is no service
 */
export function ownerFor(principal: Principal, owner: string | undefined): Principal {
  if (principal.permission === undefined && (owner ?? principal.sub) === principal.sub)
    return principal;
  if (principal.isService && owner !== undefined) return { sub: owner, groups: [] };
  throw new Refusal('forbidden', 'Only a service may act for another owner.', {});
}

/**
 * Whether the principal may perform the action. Owners and services may perform all, administrators all but `send`, readers and
 * grantees may read. To publish, a principal who may edit must also be one of the collection's publishers. The bearer of an
 * upload permission may send and see the files that were issued by it, until the file's record of it expires.
 */
export function may(
  principal: Principal,
  action: Action,
  { owner, collection, permittedBy }: Pick<FileRecord, 'owner' | 'collection' | 'permittedBy'>,
  config: Rules,
  isGranted = false,
): boolean {
  const { permission } = principal;
  if (permission) {
    const isIts = permittedBy?.id === permission.id && permittedBy.until > permission.at;
    return isIts && (action === 'read' || action === 'send');
  }
  const policy = collectionOf(config, collection);
  if (action === 'publish' && !includes(policy?.publishers ?? [], principal, owner)) return false;
  if (isOwner(principal, owner)) return true;
  if (action !== 'send' && includes(policy?.administrators ?? [], principal, owner)) return true;
  return action === 'read' && (isGranted || includes(policy?.readers ?? [], principal, owner));
}

/**
 * Returns the file, if the principal may perform the action on it.
 * @throws Refusal `not_found` when the file is deleted, the id is of an upload that became a version of another file, or the
 * principal may not read it, `forbidden` when the principal may read it but not perform the action
 */
export function requireAccess(
  { file, isGranted }: FileAccess,
  action: Action,
  principal: Principal,
  config: Rules,
): Exclude<FileRecord, { status: 'deleted' | 'merged' }> {
  if (!file || file.status === 'deleted' || file.status === 'merged') throw notFound();
  if (may(principal, action, file, config, isGranted)) return file;
  if (!may(principal, 'read', file, config, isGranted)) throw notFound();
  throw new Refusal('forbidden', `You may read this file, but not ${action} it.`, {});
}
