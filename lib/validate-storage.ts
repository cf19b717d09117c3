// Validates the fields about the storage of objects.
import type { z } from 'zod';
import { integer, object, oneOf } from './config-fields.ts';
import { bucketArn } from './config-names.ts';

/** Days that S3 keeps an object in Standard before it changes to Standard-IA (S3 User Guide, "Transitioning objects"). */
const MIN_DAYS_BEFORE_INFREQUENT_ACCESS = 30;
const MAX_DAYS = 3_650;

/** The storage class of a collection's objects: `storage`. */
export const storage = object({
  class: oneOf('intelligent-tiering', 'standard-ia', 'glacier-instant-retrieval'),
  afterDays: integer('days', 0, MAX_DAYS),
}).superRefine(({ class: name, afterDays }, context) => {
  if (name !== 'standard-ia' || !(afterDays < MIN_DAYS_BEFORE_INFREQUENT_ACCESS)) return;
  const message = `is ${afterDays}; expected at least ${MIN_DAYS_BEFORE_INFREQUENT_ACCESS} with 'standard-ia', since S3 changes no object to it earlier`;
  context.addIssue({ code: 'custom', path: ['afterDays'], message });
});

/** Reports a change of storage class that comes after the files are deleted. */
export function refuseIdleStorage(
  collection: {
    readonly retainDays?: number | undefined;
    readonly storage?: { readonly afterDays: number } | undefined;
  },
  context: z.RefinementCtx,
): void {
  const { retainDays, storage } = collection;
  if (retainDays === undefined || storage === undefined || storage.afterDays < retainDays) return;
  context.addIssue({
    code: 'custom',
    path: ['storage', 'afterDays'],
    message: `is ${storage.afterDays}, and retainDays deletes a file after ${retainDays}; lower it, or remove storage`,
  });
}

/** The bucket of copies: `replication`. */
export const replication = object({
  bucketArn,
});
