// 3b. GuardDuty's own events, in every order with the uploads they are about, on real engines.
import { describe, expect, it } from 'vitest';
import { readScanResult } from '../lambdas/aws/events/guardduty-events.ts';
import type { ObjectVersion } from '../lambdas/domain/ports.ts';
import { scannedUploads, threats } from './scanned-uploads.ts';

const { backend, owner, posted, find, statusOf, versionsOf, usage, event, receive } =
  await scannedUploads(() => new Date());

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
