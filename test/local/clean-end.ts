// A whole life of `npm start`: it gets ready, is asked to end, and leaves nothing behind.
import { expect } from 'vitest';
import { npmStart, processesNaming } from '../npm-start.ts';

/** Expects that `npm start` prints its addresses, serves the page, and ends with 0 and without a process on this signal. */
export async function expectCleanEnd(state: string, signal: 'SIGINT' | 'SIGTERM'): Promise<void> {
  const cloud = await npmStart({ state });
  expect(cloud.lines.join('\n')).toContain(`site    ${cloud.addresses.site}`);
  expect(cloud.lines.at(-1)).toMatch(/^Ready in \d+\.\d s$/);
  expect((await fetch(cloud.addresses.site)).status).toBe(200);
  if (process.platform === 'linux') expect(processesNaming(state)).not.toEqual([]);
  expect(await cloud.stop(signal)).toBe(0);
  expect(processesNaming(state)).toEqual([]);
}
