// The functions of the package: a second build of the same sources has the same bytes, and the digests are theirs.
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allFunctionNames } from '../../lambdas/functions.ts';
import { bundleFunctions } from '../../lib/bundle-functions.ts';
import { digestsOf } from '../../packages/build/airlock.ts';
import { sharedFunctions } from '../shared-build.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'airlock-prebuilt-'));
});
afterAll(() => rm(directory, { recursive: true }));

it('two builds into different folders give the same digests, one for each file of each function', async () => {
  const { functionsDirectory: one } = await sharedFunctions(join(directory, 'one'));
  const other = join(directory, 'other');
  await bundleFunctions({ outdir: other });
  const digests = await digestsOf(one);
  expect(await digestsOf(other)).toEqual(digests);
  expect(Object.keys(digests)).toEqual([...allFunctionNames].sort());
  const content = await readFile(join(one, 'get-file/index.mjs'));
  expect(digests['get-file']?.['index.mjs']).toEqual({
    sha256: createHash('sha256').update(content).digest('hex'),
    bytes: content.length,
  });
});
