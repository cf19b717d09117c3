// A configuration for GuardDuty on this machine: with a clamd in its place, by the same events; without one, nothing is pretended.
import { GetObjectTaggingCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileHeld, FileRejected } from '../../client/airlock.ts';
import { eicar, freePort, hasClamd, startClamd, type TestClamd } from '../clamd.ts';
import { startScannedCloud, synthesizeScanned } from './scanned-cloud.ts';

type ScannedCloud = Awaited<ReturnType<typeof startScannedCloud>>;

let synthesized: Awaited<ReturnType<typeof synthesizeScanned>>;
beforeAll(async () => {
  synthesized = await synthesizeScanned({ engine: 'guardduty' });
});
afterAll(() => synthesized.remove());
const start = (clamd: string, log: (line: string) => void = () => {}) =>
  startScannedCloud({ assemblyDirectory: synthesized.assemblyDirectory, clamd, log });

describe.runIf(hasClamd)('with a clamd in GuardDuty’s place', () => {
  let clamd: TestClamd;
  let scanned: ScannedCloud;
  const lines: string[] = [];
  beforeAll(async () => {
    // What is larger than that it cannot look into, as GuardDuty has a limit of its own.
    clamd = await startClamd(['MaxFileSize 1M']);
    scanned = await start(`${clamd.host}:${clamd.port}`, (line) => lines.push(line));
  });
  afterAll(async () => {
    await scanned.stop();
    await clamd[Symbol.asyncDispose]();
  });
  const upload = (text: string, collection = 'strict') =>
    scanned.airlock.upload(new File([text], 'note.txt'), { collection });
  const large = 'All work and no play. '.repeat(100_000);

  it('says so at the start', () => {
    expect(lines.join('\n')).toContain(`by clamd at ${clamd.host}:${clamd.port}`);
  });

  it('releases what is clean', async () => {
    expect(await upload('good morning')).toMatchObject({
      status: 'ready',
      verdict: { scan: { engine: 'guardduty', outcome: 'clean' } },
    });
  });

  it('leaves GuardDuty’s tag on the version, where the reaper finds it', async () => {
    const { id } = await upload('tagged');
    const { addresses, credentials } = scanned.cloud;
    const client = { endpoint: addresses.s3, region: 'us-east-1', credentials };
    await using stack = new AsyncDisposableStack();
    const s3 = stack.adopt(new S3Client({ ...client, forcePathStyle: true }), (each) =>
      each.destroy(),
    );
    const Bucket = addresses.mediaBucket;
    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    const { Key, VersionId } = Versions.find((each) => each.Key?.includes(id)) ?? {};
    const { TagSet } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key, VersionId }));
    expect(TagSet).toEqual([{ Key: 'GuardDutyMalwareScanStatus', Value: 'NO_THREATS_FOUND' }]);
  });

  it('refuses EICAR’s test file and names what was found', async () => {
    const error = await upload(eicar).then(undefined, (reason: unknown) => reason);
    if (!(error instanceof FileRejected)) throw error;
    expect(error.verdict).toMatchObject({
      reason: 'malware_found',
      scan: { engine: 'guardduty', threats: ['Eicar-Test-Signature.UNOFFICIAL'] },
    });
  });

  it('refuses what cannot be scanned, or holds it where the collection says so', async () => {
    await expect(upload(large)).rejects.toMatchObject({ verdict: { reason: 'not_scannable' } });
    const error = await upload(large, 'patient').then(undefined, (reason: unknown) => reason);
    if (!(error instanceof FileHeld)) throw error;
    expect(error.file).toMatchObject({ status: 'pending', pendingReason: 'held' });
    const { id } = error.file;
    await expect(scanned.airlock.download(id)).rejects.toMatchObject({ code: 'not_ready' });
    await scanned.airlock.remove(id);
  });
});

describe('without any scanner', () => {
  let scanned: ScannedCloud;
  const lines: string[] = [];
  beforeAll(async () => {
    scanned = await start('', (line) => lines.push(line));
  });
  afterAll(() => scanned.stop());

  it('says at the start that nothing is scanned here, and what to do about it', () => {
    expect(lines.join('\n')).toMatch(/no GuardDuty here.*AIRLOCK_CLAMD/);
  });

  it('lets nothing in', async () => {
    const waiting = await scanned.send('good morning');
    expect(waiting).toMatchObject({ status: 'pending', pendingReason: 'scanning' });
    await scanned.cloud.idle();
    expect(await scanned.airlock.get(waiting.id)).toEqual(waiting);
    await expect(scanned.airlock.download(waiting.id)).rejects.toMatchObject({ code: 'not_ready' });
  });
});

describe('with a clamd that is down', () => {
  it('a scan fails, and nothing is let in', async () => {
    const clamd = `127.0.0.1:${await freePort()}`;
    const scanned = await start(clamd);
    const file = await scanned.scanned(await scanned.send('good morning'));
    expect(file.verdict).toMatchObject({ reason: 'scan_failed', scan: { outcome: 'failed' } });
    await scanned.stop();
  });
});
