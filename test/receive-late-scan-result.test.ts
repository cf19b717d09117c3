// Scan results that come at another time, or never.
import { DeleteObjectCommand, PutObjectTaggingCommand } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ObjectVersion } from '../lambdas/domain/ports.ts';
import { postTo } from './backend.ts';
import { scannedUploads, threats } from './scanned-uploads.ts';

const HOUR_MS = 3_600_000;
let clock = Date.now();
const pass = (hours: number) => {
  clock += hours * HOUR_MS + 1;
};
const { backend, owner, post, posted, find, statusOf, versionsOf, usage, event, receive } =
  await scannedUploads(() => new Date(clock));
const tag = ({ key, versionId }: ObjectVersion, Value: string) =>
  backend.s3.send(
    new PutObjectTaggingCommand({
      Bucket: backend.bucket,
      Key: key,
      VersionId: versionId,
      Tagging: { TagSet: [{ Key: 'GuardDutyMalwareScanStatus', Value }] },
    }),
  );

describe('a result at another time', () => {
  it('before the judgement is kept for it, and releases no other version', async () => {
    const { id, version, upload } = await post();
    await receive(event(version, 'NO_THREATS_FOUND'));
    expect(await statusOf(id)).toBe('pending');
    if (upload.kind !== 'post') expect.fail('not a form');
    await postTo(upload, Buffer.from('b note'));
    const other = (await versionsOf(id)).find(({ versionId }) => versionId !== version.versionId);
    expect(await backend.receive(other ?? expect.fail('no second version'))).toMatchObject({
      outcome: 'scanning',
    });
    expect(await backend.receive(version)).toMatchObject({ outcome: 'stale_version_deleted' });
    expect(await versionsOf(id)).toEqual([other]);
  });

  it('before the judgement settles with it: ready or rejected', async () => {
    const [clean, infected] = [await post(), await post()];
    await receive(
      event(clean.version, 'NO_THREATS_FOUND'),
      event(infected.version, 'THREATS_FOUND', { threats }),
    );
    expect(await backend.receive(clean.version)).toMatchObject({ outcome: 'ready' });
    expect(await backend.receive(infected.version)).toMatchObject({
      outcome: 'rejected',
      verdict: { reason: 'malware_found' },
    });
    expect(await versionsOf(infected.id)).toEqual([]);
    expect(await usage()).toEqual({ bytes: 6, files: 1 });
  });

  it('about a version that came while the first is scanned changes nothing', async () => {
    const { id, version, upload } = await posted();
    if (upload.kind !== 'post') expect.fail('not a form');
    await postTo(upload, Buffer.from('b note'));
    const other = (await versionsOf(id)).find(({ versionId }) => versionId !== version.versionId);
    const stale = other ?? expect.fail('no second version');
    await receive(event(stale, 'NO_THREATS_FOUND'));
    expect(await statusOf(id)).toBe('pending');
    expect(await backend.receive(stale)).toMatchObject({ outcome: 'stale_version_deleted' });
    await receive(event(version, 'NO_THREATS_FOUND'));
    expect(await find(id)).toMatchObject({ status: 'ready', versionId: version.versionId });
  });

  it('after the file was deleted changes nothing', async () => {
    const { id, version } = await posted();
    await backend.remove(id, owner);
    const tombstone = await find(id);
    await receive(event(version, 'NO_THREATS_FOUND'), event(version, 'THREATS_FOUND'));
    expect(await find(id)).toEqual(tombstone);
    expect(await usage()).toEqual({ bytes: 0, files: 0 });
  });

  it('about an object that Airlock never named is left alone', async () => {
    const version = { key: 'media/strange', versionId: 'v' };
    expect(await receive(event(version, 'THREATS_FOUND'))).toEqual([]);
  });
});

describe('a result that was lost', () => {
  const always = () => true;
  // What other tests left waiting is no concern of these.
  beforeEach(async () => {
    pass(100);
    await backend.reap(always);
  });

  it('a lost scan result is read from the tag, an hour after the scan began', async () => {
    const [clean, infected] = [await posted(), await posted()];
    await tag(clean.version, 'NO_THREATS_FOUND');
    await tag(infected.version, 'THREATS_FOUND');
    expect(await backend.reap(always)).toMatchObject({ scanned: 0, asked: 0 });
    pass(1);
    expect(await backend.reap(always)).toMatchObject({ scanned: 2, asked: 0, removed: 0 });
    expect(await statusOf(clean.id)).toBe('ready');
    expect(await find(infected.id)).toMatchObject({ verdict: { reason: 'malware_found' } });
    expect(await versionsOf(infected.id)).toEqual([]);
    expect(await usage()).toEqual({ bytes: 6, files: 1 });
  });

  it('a lost scan result is requested every hour until the file is rejected', async () => {
    const { id } = await posted();
    for (let hour = 0; hour < 23; hour += 1) {
      pass(1);
      expect(await backend.reap(always)).toMatchObject({ asked: 1, scanned: 0 });
      expect(await backend.reap(always)).toMatchObject({ asked: 0, scanned: 0 });
      expect(await statusOf(id)).toBe('pending');
    }
    pass(1);
    expect(await backend.reap(always)).toMatchObject({ asked: 0, scanned: 1, removed: 0 });
    expect(await find(id)).toMatchObject({ verdict: { reason: 'scan_timed_out' } });
    expect(await versionsOf(id)).toEqual([]);
    expect(await usage()).toEqual({ bytes: 0, files: 0 });
  });

  it('a lost scan result ends with a held file, and is not requested any more', async () => {
    const { id, version } = await posted('patient');
    pass(7);
    expect(await backend.reap(always)).toMatchObject({ scanned: 1 });
    expect(await find(id)).toMatchObject({ status: 'pending', scan: { state: 'held' } });
    expect(await versionsOf(id)).toEqual([version]);
    pass(100);
    expect(await backend.reap(always)).toMatchObject({ scanned: 0, asked: 0, removed: 0 });
    await backend.remove(id, owner);
    expect(await usage()).toEqual({ bytes: 0, files: 0 });
  });

  it('a lost scan result of a deleted version counts as a failed scan', async () => {
    const { id, version } = await posted();
    const { key: Key, versionId: VersionId } = version;
    await backend.s3.send(new DeleteObjectCommand({ Bucket: backend.bucket, Key, VersionId }));
    pass(1);
    expect(await backend.reap(always)).toMatchObject({ scanned: 1 });
    expect(await find(id)).toMatchObject({
      verdict: { reason: 'scan_failed', scan: { why: 'the stored bytes are gone' } },
    });
  });
});
