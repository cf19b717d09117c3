// A file in parts is judged when it is completed, before S3's event arrives: here the event comes half a minute late.
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type Airlock, createAirlock, FileRejectedError } from '../../client/airlock.ts';
import { MiB } from '../../lambdas/domain/sizes.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { accessToken } from '../access-token.ts';
import { withWantedChanges } from '../assembly-for.ts';
import { makeStateDirectory } from '../run-directory.ts';

const EVENT_DELAY_MS = 30_000;
const content = Buffer.alloc(10 * MiB, 'All work and no play makes Jack a dull boy.\n');

let cloud: Cloud;
let airlock: Airlock;
beforeAll(async () => {
  const name = 'story-completion';
  const stateDirectory = await makeStateDirectory(inject('runDirectory'), name);
  const place = { assembly: inject('assembly'), directory: stateDirectory };
  cloud = await startCloud({
    stateDirectory,
    assemblyDirectory: await withWantedChanges(name, place),
    eventDelayMs: EVENT_DELAY_MS,
  });
  const token = await accessToken(cloud.addresses);
  airlock = createAirlock({ api: cloud.addresses.api, getToken: () => token });
});
afterAll(() => cloud?.stop());

it('a file in parts is ready with the answer to its completion, before its event', async () => {
  const file = new File([content], 'novel.txt', { type: 'text/plain' });
  const started = Date.now();
  const { readyAt } = await airlock.upload(file, { collection: 'everything' });
  expect(Date.parse(readyAt ?? '') - started).toBeLessThan(EVENT_DELAY_MS);
});

it('a file in parts is rejected and its bytes are deleted with the answer to its completion, before its event', async () => {
  // A PNG image by its first bytes, and none after them.
  const head = Buffer.from('89504e470d0a1a0a', 'hex');
  const file = new File([Buffer.concat([head, content])], 'photo.png', { type: 'image/png' });
  const error = await airlock.upload(file, { collection: 'images' }).then(
    () => expect.fail('it was accepted'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof FileRejectedError)) throw error;
  expect(error.file.status).toBe('rejected');
});
