// 2. Completing an upload in parts judges it at once; the event of S3 for the same version then changes nothing.
import { beforeEach, expect, it } from 'vitest';
import { completeUpload } from '../lambdas/complete-upload/complete-upload.ts';
import { defineConfig } from '../lambdas/config/config.ts';
import type { ObjectVersion } from '../lambdas/domain/ports.ts';
import { MiB } from '../lambdas/domain/sizes.ts';
import { NoTimeLeftError } from '../lambdas/inspection/inspector.ts';
import { judgeOrLeave } from '../lambdas/inspection/judge-now.ts';
import { backendForFile, ownerForTest } from './backend-for-file.ts';
import { adaptersTo } from './wiring.ts';

const config = defineConfig({
  collections: { notes: { types: ['text/plain'], maxBytes: 100 * MiB } },
  multipartThresholdBytes: 1000,
});
const text = Buffer.alloc(5000, 'A note. ');
const program = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(4998)]);

/** What S3 has announced and no function has received. */
const events: ObjectVersion[] = [];
const now = () => new Date();
const backend = await backendForFile({
  config,
  now,
  onObjectCreated: ({ key, versionId }) => {
    if (versionId) events.push({ key, versionId });
  },
});
const owner = ownerForTest();
beforeEach(() => {
  events.length = 0;
});

/** Uploads the only part of a file; returns the file's id. */
async function sent(bytes: Buffer): Promise<string> {
  const claim = { collection: 'notes', filename: 'a.txt', contentType: 'text/plain' };
  const asked = { ...claim, size: bytes.byteLength, firstParts: [{}] };
  const { file, upload } = await backend.issue(asked, owner);
  const part = upload?.kind === 'multipart' ? upload.parts?.[0] : undefined;
  if (!part) expect.fail('There is no link to the part.');
  const response = await fetch(part.url, { method: 'PUT', body: new Uint8Array(bytes) });
  expect(response.status, await response.text()).toBe(200);
  return file.id;
}

const announced = () => events[0] ?? expect.fail('S3 has announced nothing.');

it('completing an upload answers with its verdict and pins the completed version', async () => {
  const id = await sent(text);
  const file = await backend.complete(id, owner);
  expect(file).toMatchObject({ status: 'ready', versionId: announced().versionId });
  expect(await backend.receive(announced())).toMatchObject({ outcome: 'ready' });
  expect(await backend.findFile(id)).toEqual(file);
});

it('completing a refused upload answers with the refusal, deletes the version and releases the quota', async () => {
  const id = await sent(program);
  expect(await backend.complete(id, owner)).toMatchObject({ status: 'rejected' });
  expect(await backend.listVersions(announced().key)).toEqual([]);
  expect(await backend.usage(owner)).toMatchObject({ bytes: 0, files: 0 });
  expect(await backend.receive(announced())).toMatchObject({ outcome: 'rejected' });
});

it('a completed upload has one outcome when its event arrives while the completion judges', async () => {
  const ids = await Promise.all(Array.from({ length: 5 }, () => sent(text)));
  const completions = ids.map((id) => backend.complete(id, owner));
  await expect.poll(() => events.length).toBe(5);
  const received = await Promise.all(events.map((version) => backend.receive(version)));
  const completed = await Promise.all(completions);
  expect(completed.map(({ status }) => status)).toEqual(Array(5).fill('ready'));
  expect(received.map(({ outcome }) => outcome)).toEqual(Array(5).fill('ready'));
});

it.each([
  ['takes too long', new NoTimeLeftError('No time.')],
  ['fails', new Error('S3 does not answer.')],
])(
  'answers with the pending file when judging %s, and the event judges it',
  async (_why, error) => {
    const id = await sent(text);
    const complete = completeUpload({
      ...adaptersTo(backend, now),
      config,
      judgeNow: judgeOrLeave(() => Promise.reject(error)),
      now,
    });
    expect(await complete(id, owner)).toMatchObject({ status: 'pending' });
    expect(await backend.receive(announced())).toMatchObject({ outcome: 'ready' });
    expect(await complete(id, owner)).toMatchObject({ status: 'ready' });
  },
);
