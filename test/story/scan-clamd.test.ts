// Scans by a real clamd, through the deployed bundles: a file that it calls clean is released, and no other.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileRejectedError } from '../../client/airlock.ts';
import { queued } from '../aws/queued-messages.ts';
import { eicar, hasClamd, startClamd, type TestClamd, unreachable } from '../clamd.ts';
import { startScannedCloud, synthesizeScanned } from './scanned-cloud.ts';

type ScannedCloud = Awaited<ReturnType<typeof startScannedCloud>>;

// Here it is no network, but the rights that it takes.
const vpc = { subnetIds: ['subnet-0123456789abcdef0'], securityGroupIds: ['sg-0123456789abcdef0'] };

describe('a cloud with a clamd', () => {
  let clamd: TestClamd | undefined;
  let synthesized: Awaited<ReturnType<typeof synthesizeScanned>>;
  let scanned: ScannedCloud;
  beforeAll(async () => {
    clamd = hasClamd ? await startClamd() : undefined;
    const { host, port } = clamd ?? unreachable;
    synthesized = await synthesizeScanned({ engine: 'clamd', host, port, vpc });
  });
  afterAll(async () => {
    await scanned?.stop();
    await synthesized.remove();
    await clamd?.[Symbol.asyncDispose]();
  });

  // No hook, so that what stops it is the failure of a test.
  it('starts: every role allows what AWS asks of it', async () => {
    scanned = await startScannedCloud(synthesized);
  });

  it.runIf(hasClamd)('releases what is clean, and shows that it was scanned', async () => {
    const file = await scanned.airlock.upload(new File(['good morning'], 'note.txt'), {
      collection: 'strict',
    });
    expect(file).toMatchObject({
      status: 'ready',
      verdict: { outcome: 'accepted', scan: { engine: 'clamd', outcome: 'clean' } },
    });
    const { url } = await scanned.airlock.download(file.id);
    expect(await (await fetch(url)).text()).toBe('good morning');
  });

  it.runIf(hasClamd)('publishes what was scanned and is clean', async () => {
    const file = await scanned.airlock.upload(new File(['good evening'], 'note.txt'), {
      collection: 'strict',
    });
    await scanned.airlock.edit(file.id, { visibility: 'public' });
    const { url } = await scanned.until(file.id, (each) => each.url !== undefined);
    expect(await (await fetch(url ?? '')).text()).toBe('good evening');
  });

  it.runIf(hasClamd)(
    'refuses EICAR’s test file, names what was found, and keeps neither bytes nor quota',
    async () => {
      const before = await scanned.airlock.usage();
      const upload = scanned.airlock.upload(new File([eicar], 'eicar.txt'), {
        collection: 'strict',
      });
      const error = await upload.then(
        () => expect.fail('it was let in'),
        (reason: unknown) => reason,
      );
      if (!(error instanceof FileRejectedError)) throw error;
      expect(error.verdict).toMatchObject({
        reason: 'malware_found',
        scan: { engine: 'clamd', threats: ['Eicar-Test-Signature.UNOFFICIAL'] },
        detail: expect.stringContaining('Eicar-Test-Signature'),
      });
      await expect(scanned.airlock.download(error.file.id)).rejects.toMatchObject({
        code: 'not_ready',
      });
      expect(await scanned.airlock.usage()).toEqual(before);
    },
  );

  it.runIf(hasClamd)(
    'a file keeps its content until the scan of the replacement is clean',
    async () => {
      const old = await scanned.scanned(await scanned.send('version one'));
      const infected = await scanned.scanned(await scanned.send(eicar, { replaces: old.id }));
      expect(infected.status).toBe('rejected');
      expect((await scanned.airlock.get(old.id)).status).toBe('ready');
      const replaced = await scanned.scanned(
        await scanned.send('version two', { replaces: old.id }),
      );
      expect(replaced).toMatchObject({ id: old.id, status: 'ready', version: 2 });
    },
  );

  it('no file is accepted while clamd is down, and its status says that it waits for a scan', async () => {
    await clamd?.[Symbol.asyncDispose]();
    const before = await scanned.airlock.usage();
    const waiting = await scanned.send('good morning');
    expect(waiting).toMatchObject({ status: 'pending', pendingReason: 'scanning' });
    expect(waiting).not.toHaveProperty('expiresAt');
    await expect(scanned.airlock.download(waiting.id)).rejects.toMatchObject({ code: 'not_ready' });
    await scanned.airlock.remove(waiting.id);
    expect(await scanned.airlock.usage()).toEqual(before);
  });

  it('refuses what is gone before its clamd has seen it', async () => {
    const { id } = await scanned.send('good morning');
    const { key, scan } = await scanned.record(id);
    await scanned.loseBytes(id);
    const request = { fileId: id, key: key?.S, versionId: scan?.M?.versionId?.S };
    const event = queued(JSON.stringify(request));
    const outcome = await scanned.cloud.invoke('ScanUpload', event);
    expect(outcome).toMatchObject({ payload: JSON.stringify({ batchItemFailures: [] }) });
    expect(await scanned.airlock.get(id)).toMatchObject({
      status: 'rejected',
      verdict: { reason: 'scan_failed', detail: expect.stringContaining('gone') },
    });
  });
});
