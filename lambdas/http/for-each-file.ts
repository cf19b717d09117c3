// Acts on each file of a request about several files.
import { Refusal } from '../domain/errors.ts';
import { json, problemOf } from './http.ts';
import type { ApiResponse } from './messages.ts';

/** The outcome for one file: a value, or the refusal that a request about this file alone would get. */
export type FileOutcome<Value> =
  | { readonly id: string; readonly value: Value }
  | { readonly id: string; readonly refusal: Refusal };

/**
 * Acts on each file once, in their order and `atOnce` of them at the same time. A refusal is the outcome of its file
 * alone.
 * @throws every other error
 */
export async function forEachFile<Value>(
  ids: readonly string[],
  atOnce: number,
  act: (id: string) => Promise<Value>,
): Promise<readonly FileOutcome<Value>[]> {
  const unique = [...new Set(ids)];
  const outcomes: FileOutcome<Value>[] = [];
  for (let start = 0; start < unique.length; start += atOnce) {
    const batch = unique.slice(start, start + atOnce);
    outcomes.push(...(await Promise.all(batch.map((id) => outcomeOf(id, act)))));
  }
  return outcomes;
}

async function outcomeOf<Value>(
  id: string,
  act: (id: string) => Promise<Value>,
): Promise<FileOutcome<Value>> {
  try {
    return { id, value: await act(id) };
  } catch (error) {
    if (error instanceof Refusal) return { id, refusal: error };
    throw error;
  }
}

/** The answer about several files: 200 when each request was granted, otherwise 207 (RFC 4918, section 11.1). */
export const answerEach = <Value extends object>(
  outcomes: readonly FileOutcome<Value>[],
  outcome: string,
): ApiResponse =>
  json(outcomes.every((each) => 'value' in each) ? 200 : 207, {
    results: outcomes.map((each) =>
      'value' in each
        ? { id: each.id, outcome, ...each.value }
        : { id: each.id, outcome: 'refused', problem: problemOf(each.refusal) },
    ),
  });
