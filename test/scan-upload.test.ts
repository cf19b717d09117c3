// 3a. From the table's stream through the queue to the scanner: each scan is requested once, and a failed one is repeated.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sqsBatch } from '../lambdas/aws/events/sqs-batch.ts';
import { scanVersionWith } from '../lambdas/aws/scanners/scan-with-clamd.ts';
import { defineConfig } from '../lambdas/config/config.ts';
import type { ScanVersion } from '../lambdas/domain/ports.ts';
import { MiB } from '../lambdas/domain/sizes.ts';
import { scanUpload } from '../lambdas/scan-upload/scan-upload.ts';
import { invocationWith, queued } from './aws/queued-messages.ts';
import { postTo } from './backend.ts';
import { backendForFile, ownerForTest } from './backend-for-file.ts';
import { eicar, hasClamd, startClamd, type TestClamd, unreachable } from './clamd.ts';
import { requestsIn } from './relay.ts';
import { WAIT_MS } from './time-limits.ts';

const config = defineConfig({
  scanner: { engine: 'clamd', host: '127.0.0.1' },
  collections: { notes: { types: ['text/plain'], maxBytes: MiB, scan: true } },
});
const backend = await backendForFile({ config, now: () => new Date() });
const owner = ownerForTest();
beforeEach(async () => {
  await backend.readStream();
});

const posted = async (text = 'a note') => {
  const claim = { collection: 'notes', filename: 'note.txt', contentType: 'text/plain' };
  const { file, upload } = await backend.issue({ ...claim, size: text.length }, owner);
  if (upload?.kind !== 'post') expect.fail('not a form');
  expect(await postTo(upload, Buffer.from(text))).toBe(201);
  const [version] = await backend.listVersions((await find(file.id)).key);
  if (!version) expect.fail('no version');
  await backend.receive(version);
  return { id: file.id, version };
};
const find = async (id: string) => (await backend.findFile(id)) ?? expect.fail('no record');
const changes = () => backend.readStream();
/** Relays changes and delivers the requests as Lambda does; returns the outcomes of the scans, in order. */
async function deliver(records: readonly unknown[], scanVersion: ScanVersion) {
  const outcomes: string[] = [];
  const scan = scanUpload({ ...backend, scanVersion });
  const handler = sqsBatch('scan_failed', async (body) => {
    const { fileId, ...version } = JSON.parse(body);
    outcomes.push((await scan(fileId, version)).outcome);
  });
  const requests = await requestsIn('scans', records);
  const batch = queued(...requests.map((request) => JSON.stringify(request)));
  const { batchItemFailures } = await handler(batch, invocationWith(60_000));
  return { outcomes, failures: batchItemFailures.length };
}
const clean: ScanVersion = async ({ versionId }) => ({
  engine: 'clamd',
  versionId,
  outcome: 'clean',
});

describe('a file that begins to wait', () => {
  it('a file is scanned for the change that makes it wait, and for no other', async () => {
    const { id } = await posted();
    await backend.edit(id, { title: 'A title', revision: 1 }, owner);
    const records = await changes();
    expect(records.length).toBeGreaterThan(2);
    expect(await deliver(records, clean)).toEqual({ outcomes: ['ready'], failures: 0 });
    expect(await find(id)).toMatchObject({ status: 'ready', title: 'A title' });
  });

  it('a file is not scanned again when the change is delivered again', async () => {
    await posted();
    const records = await changes();
    await deliver(records, clean);
    const never: ScanVersion = () => expect.fail('scanned twice');
    expect(await deliver(records, never)).toEqual({ outcomes: ['late'], failures: 0 });
  });

  it('a file is scanned once more when a scan is requested again', async () => {
    const { id } = await posted();
    await changes();
    const file = await find(id);
    if (file.status !== 'pending') expect.fail('not pending');
    await backend.askAgain(file, '2030-01-01T00:00:00.000Z');
    expect(await deliver(await changes(), clean)).toEqual({ outcomes: ['ready'], failures: 0 });
  });

  it('a file keeps waiting when the scanner fails, and the change is delivered again', async () => {
    const { id } = await posted();
    const records = await changes();
    const broken = scanVersionWith(
      backend.s3,
      backend.bucket,
      { engine: 'clamd', ...unreachable, maxBytes: MiB },
      WAIT_MS,
    );
    expect(await deliver(records, broken)).toEqual({ outcomes: [], failures: 1 });
    expect((await find(id)).status).toBe('pending');
    expect(await deliver(records, clean)).toEqual({ outcomes: ['ready'], failures: 0 });
  });

  it('a file that is deleted in between is not scanned', async () => {
    const { id } = await posted();
    await backend.remove(id, owner);
    expect(await deliver(await changes(), clean)).toEqual({ outcomes: ['late'], failures: 0 });
  });
});

describe.runIf(hasClamd)('a real clamd', () => {
  let clamd: TestClamd;
  beforeAll(async () => {
    clamd = await startClamd();
  });
  afterAll(() => clamd[Symbol.asyncDispose]());
  const scanner = (maxBytes: number) =>
    scanVersionWith(backend.s3, backend.bucket, { engine: 'clamd', ...clamd, maxBytes }, WAIT_MS);

  it('clamd gets exactly the bytes of the version that waits', async () => {
    const [sound, infected] = [await posted(), await posted(eicar)];
    expect(await scanner(MiB)(sound.version, 6)).toMatchObject({ outcome: 'clean' });
    expect(await scanner(MiB)(infected.version, eicar.length)).toMatchObject({
      outcome: 'infected',
      threats: ['Eicar-Test-Signature.UNOFFICIAL'],
    });
  });

  it('clamd is not asked about a file that is larger than it accepts', async () => {
    const { version } = await posted();
    expect(await scanner(5)(version, 6)).toMatchObject({
      outcome: 'unsupported',
      why: 'larger than the 5 bytes it takes',
    });
  });

  it('the scan of a deleted version fails', async () => {
    const { id, version } = await posted();
    await backend.deleteVersion(version);
    expect(await scanner(MiB)(version, 6)).toMatchObject({
      outcome: 'failed',
      why: 'the stored bytes are gone',
    });
    await backend.remove(id, owner);
  });
});
