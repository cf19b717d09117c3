// Decides which actions the page offers. The API enforces the permissions.
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import type { PageConfig } from '../lambdas/http/page-contract.ts';
import type { Person } from './sign-in.ts';

/** Whether to offer editing, sharing and deleting: to the owner and to the collection's administrators. */
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

/** Whether to offer publishing: to users who manage the file and are among the collection's publishers. */
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
