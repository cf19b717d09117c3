// A configuration for GuardDuty on this machine: with a clamd in its place, by the same events; without one, nothing is pretended.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectTaggingCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileHeldError, FileRejectedError } from '../../client/airlock.ts';
import { startCloud } from '../../local/cloud.ts';
import { eicar, hasClamd, startClamd, type TestClamd, unreachable } from '../clamd.ts';
import { mutateAssembly } from '../local/mutate-assembly.ts';
import { startScannedCloud, synthesizeScanned } from './scanned-cloud.ts';

type ScannedCloud = Awaited<ReturnType<typeof startScannedCloud>>;

let synthesized: Awaited<ReturnType<typeof synthesizeScanned>>;
beforeAll(async () => {
  synthesized = await synthesizeScanned({ engine: 'guardduty' });
});
afterAll(() => synthesized.remove());
const start = (clamd: string, log: (line: string) => void = () => {}) =>
  startScannedCloud(synthesized, { clamd, log });

describe.runIf(hasClamd)('with a clamd in GuardDuty’s place', () => {
  let clamd: TestClamd;
  let scanned: ScannedCloud;
  const lines: string[] = [];
  beforeAll(async () => {
    // It cannot look into larger files, because GuardDuty has its own limit.
    clamd = await startClamd(['MaxFileSize 1M']);
  });
  afterAll(async () => {
    await scanned?.stop();
    await clamd[Symbol.asyncDispose]();
  });
  const upload = (text: string, collection = 'strict') =>
    scanned.airlock.upload(new File([text], 'note.txt'), { collection });
  const large = 'All work and no play. '.repeat(100_000);

  it('a cloud with a clamd in GuardDuty’s place says so at the start', async () => {
    scanned = await start(`${clamd.host}:${clamd.port}`, (line) => lines.push(line));
    expect(lines.join('\n')).toContain(`by clamd at ${clamd.host}:${clamd.port}`);
  });

  it('releases what is clean, and its log line counts as that of other ready files', async () => {
    const file = await upload('good morning');
    expect(file).toMatchObject({
      status: 'ready',
      verdict: { scan: { engine: 'guardduty', outcome: 'clean' } },
    });
    // By the function that comes last: the scan may be over before the file is validated.
    const ready = () =>
      scanned.cloud
        .functionLogs()
        .filter((line) => line.includes('"upload_ready"') && line.includes(file.id))
        .map((line) => JSON.parse(line.slice(line.indexOf('{'))));
    await expect.poll(ready).toEqual([
      expect.objectContaining({
        event: 'upload_ready',
        fileId: file.id,
        ageSeconds: expect.any(Number),
        verdict: expect.objectContaining({ size: 12 }),
      }),
    ]);
  });

  it('the scan leaves GuardDuty’s tag on the version, where the reaper finds it', async () => {
    const { id } = await upload('tagged');
    const { bucket: s3, cloud } = scanned;
    const Bucket = cloud.addresses.mediaBucket;
    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    const { Key, VersionId } = Versions.find((each) => each.Key?.includes(id)) ?? {};
    const { TagSet } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key, VersionId }));
    expect(TagSet).toEqual([{ Key: 'GuardDutyMalwareScanStatus', Value: 'NO_THREATS_FOUND' }]);
  });

  it('refuses EICAR’s test file and names what was found', async () => {
    const error = await upload(eicar).then(undefined, (reason: unknown) => reason);
    if (!(error instanceof FileRejectedError)) throw error;
    expect(error.verdict).toMatchObject({
      reason: 'malware_found',
      scan: { engine: 'guardduty', threats: ['Eicar-Test-Signature.UNOFFICIAL'] },
    });
  });

  it('refuses what cannot be scanned, or holds it where the collection says so', async () => {
    await expect(upload(large)).rejects.toMatchObject({ verdict: { reason: 'not_scannable' } });
    const error = await upload(large, 'patient').then(undefined, (reason: unknown) => reason);
    if (!(error instanceof FileHeldError)) throw error;
    expect(error.file).toMatchObject({ status: 'pending', pendingReason: 'held' });
    const { id } = error.file;
    await expect(scanned.airlock.download(id)).rejects.toMatchObject({ code: 'not_ready' });
    await scanned.airlock.remove(id);
  });
});

describe('without any scanner', () => {
  let scanned: ScannedCloud;
  const lines: string[] = [];
  afterAll(() => scanned?.stop());

  it('a cloud without a scanner says at the start that nothing is scanned, and what to do about it', async () => {
    scanned = await start('', (line) => lines.push(line));
    expect(lines.join('\n')).toMatch(/no GuardDuty here.*AIRLOCK_CLAMD/);
  });

  it('a cloud without a scanner accepts no file', async () => {
    const waiting = await scanned.send('good morning');
    expect(waiting).toMatchObject({ status: 'pending', pendingReason: 'scanning' });
    await scanned.cloud.idle();
    expect(await scanned.airlock.get(waiting.id)).toEqual(waiting);
    await expect(scanned.airlock.download(waiting.id)).rejects.toMatchObject({ code: 'not_ready' });
  });

  const twoHoursAgo = { S: new Date(Date.now() - 2 * 3_600_000).toISOString() };
  /** Runs the reaper when nothing was heard of these files for two hours. */
  async function reap(...ids: readonly string[]): Promise<void> {
    for (const id of ids) await scanned.change(id, { expiresAt: twoHoursAgo });
    const outcome = await scanned.cloud.invoke('ReapUploads', {});
    expect(outcome).toMatchObject({ kind: 'succeeded' });
  }

  it('the reaper reads a result from the tag when its event was lost', async () => {
    const [clean, infected] = [await scanned.send('clean'), await scanned.send('infected')];
    await scanned.tag(clean.id, 'NO_THREATS_FOUND');
    await scanned.tag(infected.id, 'THREATS_FOUND');
    await reap(clean.id, infected.id);
    expect(await scanned.airlock.get(clean.id)).toMatchObject({ status: 'ready' });
    expect(await scanned.airlock.get(infected.id)).toMatchObject({
      status: 'rejected',
      verdict: { reason: 'malware_found' },
    });
  });

  it('the reaper refuses a file whose bytes are gone', async () => {
    const { id } = await scanned.send('gone');
    await scanned.loseBytes(id);
    await reap(id);
    expect(await scanned.airlock.get(id)).toMatchObject({
      status: 'rejected',
      verdict: { reason: 'scan_failed', detail: expect.stringContaining('gone') },
    });
  });

  it('the reaper has what lost its event judged, and scanned', async () => {
    const { id } = await scanned.send('unjudged');
    const { scan: _scan, ...unjudged } = await scanned.record(id);
    await scanned.replace(unjudged);
    await reap(id);
    expect(await scanned.airlock.get(id)).toMatchObject({ pendingReason: 'scanning' });
    await reap(id);
    expect((await scanned.record(id)).scan?.M?.state).toEqual({ S: 'running' });
  });
});

describe('under a role that allows nothing', () => {
  it('GuardDuty protects nothing, and the cloud says at the start what it lacks', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'airlock-unprotected-'));
    const changed = join(directory, 'changed');
    await mutateAssembly(synthesized.assemblyDirectory, changed, ({ Resources }) => {
      for (const [id, { Properties }] of Object.entries(Resources))
        if (id.startsWith('MalwareProtectionRole')) Properties.Policies = [];
    });
    const starting = startCloud({
      stateDirectory: join(directory, 'state'),
      assemblyDirectory: changed,
    });
    await expect(starting).rejects.toThrow(
      /^GuardDuty cannot protect .*: its role .* does not allow events:PutRule/,
    );
    await rm(directory, { recursive: true });
  });
});

describe('with a clamd that is down', () => {
  it('with a clamd that is down a scan fails, and no file is accepted', async () => {
    const clamd = `${unreachable.host}:${unreachable.port}`;
    const scanned = await start(clamd);
    const file = await scanned.scanned(await scanned.send('good morning'));
    expect(file.verdict).toMatchObject({ reason: 'scan_failed', scan: { outcome: 'failed' } });
    await scanned.stop();
  });
});
