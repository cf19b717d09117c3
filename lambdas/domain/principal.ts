// Who is asking, and the one place that decides what they may do.
import type { Audience, Collection } from './config.ts';

/** A person or program known from a verified JWT. */
export interface Principal {
  readonly sub: string;
  readonly groups: readonly string[];
}

const includes = (audience: readonly Audience[], principal: Principal, owner?: string): boolean =>
  audience.some((who) => {
    if (who === 'authenticated') return true;
    if (who === 'owner') return principal.sub === owner;
    return principal.groups.includes(who.slice('group:'.length));
  });

/** Whether the principal may put files into the collection. */
export const mayUpload = (principal: Principal, collection: Collection): boolean =>
  includes(collection.uploaders, principal);

/** Whether the principal may know of the file and read it: its owner, or the collection's readers. */
export const mayRead = (
  principal: Principal,
  file: { readonly owner: string },
  collection: Collection | undefined,
): boolean =>
  principal.sub === file.owner || includes(collection?.readers ?? [], principal, file.owner);
