// How long a file is kept: as long as its collection says, or less where its claim asks for less.
import { invalid } from './errors.ts';
import { daysAfter } from './time.ts';

/**
 * When a file that is claimed at `at` is deleted: the earlier of the collection's days and the moment that the claim
 * names. Undefined for a file that is kept until a caller deletes it.
 * @throws Refusal when the claim names a moment that is not in the future
 */
export function retainedUntil(
  at: Date,
  retainDays: number | undefined,
  expiresAt: string | undefined,
): string | undefined {
  if (expiresAt !== undefined && Date.parse(expiresAt) <= at.getTime()) {
    throw invalid('expiresAt', `is not in the future; at the server it is ${at.toISOString()}.`);
  }
  const ends = [
    ...(retainDays === undefined ? [] : [daysAfter(at, retainDays)]),
    ...(expiresAt === undefined ? [] : [new Date(expiresAt).toISOString()]),
  ];
  return ends.sort()[0];
}
