// The backend of one test file.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach } from 'vitest';
import type { Principal } from '../lambdas/domain/access.ts';
import { type Backend, startBackend } from './backend.ts';

/** Starts a backend, which ends with the last test of the file that calls this. */
export async function backendForFile(
  options: Parameters<typeof startBackend>[0],
): Promise<Backend> {
  const backend = await startBackend(options);
  afterAll(() => backend[Symbol.asyncDispose]());
  return backend;
}

/** An owner whose name differs from test to test, so that each begins without files. */
export function ownerForTest(): Principal {
  let sub = '';
  beforeEach(() => {
    sub = `owner-${randomUUID()}`;
  });
  return {
    get sub() {
      return sub;
    },
    groups: [],
  };
}
