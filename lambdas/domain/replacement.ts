// The rule for replacing: a ready file may be replaced by its owner, with one of the same collection.
import { type Principal, requireAccess } from './access.ts';
import type { Rules } from './collection.ts';
import { invalid, notFound, Refusal } from './errors.ts';
import type { FileRecord } from './file.ts';
import { isFileId } from './key.ts';

/**
 * Refuses a claim whose `replaces` does not have the form of an id: no file has it, and the table limits the length of keys.
 * @throws Refusal `not_found`, as for a file that does not exist
 */
export function requireFileId(replaces: string | undefined): void {
  if (replaces !== undefined && !isFileId(replaces)) throw notFound();
}

/**
 * The refusal for a file that may not be replaced.
 * @throws Refusal when the caller may not know that the file exists, or may not replace it
 */
export function replacementRefusal(
  replaced: FileRecord | undefined,
  { collection, owner }: Pick<FileRecord, 'collection' | 'owner'>,
  principal: Principal,
  rules: Rules,
): Refusal {
  const old = requireAccess({ file: replaced, isGranted: false }, 'send', principal, rules);
  if (old.collection !== collection) {
    return invalid(
      'replaces',
      `names a file of ${old.collection}; replace it with one of the same collection.`,
    );
  }
  if (old.owner !== owner) {
    return invalid('replaces', 'names a file of another owner; name one of the same owner.');
  }
  return new Refusal('not_ready', `Only a ready file can be replaced; this one is ${old.status}.`, {
    fileStatus: old.status,
  });
}
