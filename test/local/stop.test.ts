import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'vitest';
import { expectCleanEnd } from './clean-end.ts';

it('npm start prints every address, ends with 0 on SIGTERM and leaves no process', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'airlock-stop-'));
  await expectCleanEnd(join(directory, 'state'), 'SIGTERM');
  await rm(directory, { recursive: true, force: true });
});
