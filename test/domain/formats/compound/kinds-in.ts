// What the inspection of a document says, for tests of compound files.
import { expect } from 'vitest';
import { inspect } from '../../../../lambdas/domain/inspect.ts';
import { bytesInMemory } from '../../bytes-in-memory.ts';

export const inspected = async (bytes: Uint8Array) => await inspect(bytesInMemory(bytes));

/** The kinds of what was found, each once, in a document that can be followed to its end. */
export async function kindsIn(bytes: Uint8Array) {
  const { document } = await inspected(bytes);
  expect(document?.flaw).toBeUndefined();
  return [...new Set(document?.findings.map(({ kind }) => kind))];
}
