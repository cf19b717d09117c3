// What the page offers to whom. Only offers: the API decides.
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import type { PageConfig } from '../lambdas/http/page-contract.ts';
import type { Person } from './sign-in.ts';

/** Whether to offer somebody to edit, share and delete a file: to its owner and its collection's administrators. */
export function mayManage(
  { sub, groups }: Person,
  { owner, collection }: Pick<FileRecord, 'owner' | 'collection'>,
  collections: PageConfig['collections'],
): boolean {
  if (sub === owner) return true;
  const administrators = collections[collection]?.administrators ?? [];
  return (
    administrators.includes('authenticated') ||
    groups.some((group) => administrators.includes(`group:${group}`))
  );
}

/** Whether to offer somebody to make a file public or private again: those who manage it and are among the publishers. */
export function mayPublish(
  person: Person,
  file: Pick<FileRecord, 'owner' | 'collection'>,
  collections: PageConfig['collections'],
): boolean {
  const publishers = collections[file.collection]?.publishers ?? [];
  return (
    mayManage(person, file, collections) &&
    (publishers.includes('authenticated') ||
      (publishers.includes('owner') && person.sub === file.owner) ||
      person.groups.some((group) => publishers.includes(`group:${group}`)))
  );
}
