// What the page offers to whom. Only offers: the API decides.
import type { File as FileRecord } from '../lambdas/contract.ts';
import type { PageConfig } from '../lambdas/page-contract.ts';
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
