// 3b. GuardDuty's own events, in every order with the uploads they are about, on real engines.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readScanResult, sqsScanResults } from '../lambdas/aws/events/guardduty-events.ts';
import { defineConfig } from '../lambdas/config/config.ts';
import type { Principal } from '../lambdas/domain/access.ts';
import type { ObjectVersion } from '../lambdas/domain/ports.ts';
import { MiB } from '../lambdas/domain/sizes.ts';
import { invocationWith, queued } from './aws/queued-messages.ts';
import { type Backend, postTo, startBackend } from './backend.ts';

const notes = { types: ['text/plain'], maxBytes: MiB };
const config = defineConfig({
  scanner: { engine: 'guardduty' },
  collections: {
    strict: { ...notes, scan: true },
    patient: { ...notes, scan: { onUnscannable: 'hold', timeoutHours: 6 } },
  },
});
const clock = Date.now();
let backend: Backend;
let owner: Principal;
beforeAll(async () => {
  backend = await startBackend({ config, now: () => new Date(clock) });
});
afterAll(() => backend[Symbol.asyncDispose]());
beforeEach(() => {
  owner = { sub: randomUUID(), groups: [] };
});

/** The event as EventBridge queues it (GuardDuty user guide, "S3 object scan result"). */
const event = (
  { key, versionId }: ObjectVersion,
  scanResultStatus: string,
  {
    scanStatus = 'COMPLETED',
    threats = null as object[] | null,
    statusReasons = null as string[] | null,
  } = {},
) =>
  JSON.stringify({
    version: '0',
    id: randomUUID(),
    'detail-type': 'GuardDuty Malware Protection Object Scan Result',
    source: 'aws.guardduty',
    account: '111122223333',
    time: '2026-11-22T10:00:00Z',
    region: 'us-east-1',
    resources: [
      'arn:aws:guardduty:us-east-1:111122223333:malware-protection-plan/b4c7f464ab3aEXAMPLE',
    ],
    detail: {
      schemaVersion: '1.0',
      scanStatus,
      resourceType: 'S3_OBJECT',
      s3ObjectDetails: {
        bucketName: backend.bucket,
        objectKey: key,
        eTag: 'ASIAI44QH8DHBEXAMPLE',
        versionId,
        s3Throttled: false,
      },
      scanResultDetails: { scanResultStatus, threats, statusReasons },
    },
  });
const receive = async (...bodies: string[]) => {
  const handler = sqsScanResults(async (version, result) => {
    await backend.receiveScanResult(version, result);
  });
  return (await handler(queued(...bodies), invocationWith(30_000))).batchItemFailures;
};
const post = async (collection = 'strict', text = 'a note', replaces?: string) => {
  const claim = { collection, filename: 'note.txt', contentType: 'text/plain', replaces };
  const { file, upload } = await backend.issue({ ...claim, size: text.length }, owner);
  if (upload?.kind !== 'post') expect.fail('not a form');
  expect(await postTo(upload, Buffer.from(text))).toBe(201);
  const [version] = await backend.listVersions((await find(file.id)).key);
  return { id: file.id, upload, version: version ?? expect.fail('no version') };
};
const posted = async (collection?: string, text?: string, replaces?: string) => {
  const uploaded = await post(collection, text, replaces);
  expect(await backend.receive(uploaded.version)).toMatchObject({ outcome: 'scanning' });
  return uploaded;
};
const find = async (id: string) => (await backend.findFile(id)) ?? expect.fail('no record');
const statusOf = async (id: string) => (await find(id)).status;
const versionsOf = async (id: string) => backend.listVersions((await find(id)).key);
const usage = async () => {
  const { bytes, files } = await backend.usage(owner);
  return { bytes, files };
};
const threats = [{ name: 'EICAR-Test-File (not a virus)' }];

describe('a result about the version that waits', () => {
  it.each([
    ['NO_THREATS_FOUND', {}, 'ready', undefined],
    ['THREATS_FOUND', { threats }, 'rejected', 'malware_found'],
    [
      'UNSUPPORTED',
      { scanStatus: 'SKIPPED', statusReasons: ['PASSWORD_PROTECTED'] },
      'rejected',
      'not_scannable',
    ],
    ['ACCESS_DENIED', { scanStatus: 'SKIPPED' }, 'rejected', 'scan_failed'],
    ['FAILED', { scanStatus: 'FAILED' }, 'rejected', 'scan_failed'],
    ['SOMETHING_NEW', {}, 'rejected', 'scan_failed'],
    ['NO_THREATS_FOUND', { scanStatus: 'FAILED' }, 'rejected', 'scan_failed'],
  ])('%s %j: %s %s', async (status, details, expected, reason) => {
    const { id, version } = await posted();
    expect(await usage()).toEqual({ bytes: 6, files: 1 });
    expect(await receive(event(version, status, details))).toEqual([]);
    const file = await find(id);
    expect(file.status).toBe(expected);
    expect('verdict' in file && file.verdict).toMatchObject({
      ...(reason && { reason }),
      detectedType: 'text/plain',
      scan: { engine: 'guardduty' },
    });
    expect(await versionsOf(id)).toEqual(expected === 'ready' ? [version] : []);
    expect(await usage()).toEqual(
      expected === 'ready' ? { bytes: 6, files: 1 } : { bytes: 0, files: 0 },
    );
  });

  it('names what was found, and why it could not be scanned', async () => {
    const [infected, locked] = [await posted(), await posted()];
    const reasons = { scanStatus: 'SKIPPED', statusReasons: ['PASSWORD_PROTECTED'] };
    await receive(
      event(infected.version, 'THREATS_FOUND', { threats }),
      event(locked.version, 'UNSUPPORTED', reasons),
    );
    expect(await find(infected.id)).toMatchObject({
      verdict: { scan: { threats: ['EICAR-Test-File (not a virus)'] } },
    });
    expect(await find(locked.id)).toMatchObject({
      verdict: { scan: { why: 'PASSWORD_PROTECTED' }, detail: expect.stringMatching(/password/) },
    });
  });

  it('a file that could not be scanned is held, where the collection says so, until a clean result comes', async () => {
    const { id, version } = await posted('patient');
    await receive(event(version, 'FAILED', { scanStatus: 'FAILED' }));
    expect(await backend.get(id, owner)).toMatchObject({
      status: 'pending',
      scan: { state: 'held' },
    });
    expect(await versionsOf(id)).toEqual([version]);
    expect(await usage()).toEqual({ bytes: 6, files: 1 });
    await receive(event(version, 'NO_THREATS_FOUND'));
    expect(await statusOf(id)).toBe('ready');
  });

  it('a scan result counts once, however often it is delivered', async () => {
    const { id, version } = await posted();
    const bad = event(version, 'THREATS_FOUND', { threats });
    expect(await receive(bad, bad, event(version, 'NO_THREATS_FOUND'), bad)).toEqual([]);
    expect(['rejected', 'ready']).toContain(await statusOf(id));
    const before = await find(id);
    await receive(bad, event(version, 'NO_THREATS_FOUND'));
    expect(await find(id)).toEqual(before);
    expect((await usage()).files).toBe(before.status === 'ready' ? 1 : 0);
  });

  it('a replacement changes the file only when its scan is clean', async () => {
    const old = await posted();
    await receive(event(old.version, 'NO_THREATS_FOUND'));
    const bad = await posted('strict', 'worse', old.id);
    await receive(event(bad.version, 'THREATS_FOUND', { threats }));
    expect(await statusOf(old.id)).toBe('ready');
    const good = await posted('strict', 'better', old.id);
    expect(await find(old.id)).not.toHaveProperty('version');
    await receive(event(good.version, 'NO_THREATS_FOUND'));
    expect(await statusOf(good.id)).toBe('merged');
    expect(await find(old.id)).toMatchObject({ status: 'ready', version: 2 });
    expect(await usage()).toEqual({ bytes: 6, files: 1 });
  });
});

it('reports the messages that cannot be read, and handles the others', async () => {
  const { id, version } = await posted();
  const { versionId: _none, ...unversioned } = version;
  const failures = await receive(
    'not JSON',
    event(version, 'NO_THREATS_FOUND'),
    event(unversioned as ObjectVersion, 'NO_THREATS_FOUND'),
  );
  expect(failures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(['m0', 'm2']);
  expect(await statusOf(id)).toBe('ready');
});

it('reads a result as GuardDuty documents it', () => {
  const version = { key: 'media/a/b', versionId: 'd41d8cd98f00b204e9800998eEXAMPLE' };
  expect(readScanResult(event(version, 'THREATS_FOUND', { threats }))).toEqual({
    version,
    result: {
      engine: 'guardduty',
      outcome: 'infected',
      versionId: version.versionId,
      threats: ['EICAR-Test-File (not a virus)'],
    },
  });
});
