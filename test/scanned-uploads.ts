// Uploads that wait for GuardDuty, and its results about them, for the test files about their order.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { sqsScanResults } from '../lambdas/aws/events/guardduty-events.ts';
import { defineConfig } from '../lambdas/config/config.ts';
import type { Now, ObjectVersion } from '../lambdas/domain/ports.ts';
import { MiB } from '../lambdas/domain/sizes.ts';
import { invocationWith, queued } from './aws/queued-messages.ts';
import { postTo } from './backend.ts';
import { backendForFile, ownerForTest } from './backend-for-file.ts';

const notes = { types: ['text/plain'], maxBytes: MiB };
const config = defineConfig({
  scanner: { engine: 'guardduty' },
  collections: {
    strict: { ...notes, scan: true },
    patient: { ...notes, scan: { onUnscannable: 'hold', timeoutHours: 6 } },
  },
});

/** What GuardDuty names in a file that it finds infected. */
export const threats = [{ name: 'EICAR-Test-File (not a virus)' }];

/** Starts a backend for the calling test file, whose collections wait for scans. */
export async function scannedUploads(now: Now) {
  const backend = await backendForFile({ config, now });
  const owner = ownerForTest();
  const find = async (id: string) => (await backend.findFile(id)) ?? expect.fail('no record');
  /** Uploads a text whose event no function has received. */
  async function post(collection = 'strict', text = 'a note', replaces?: string) {
    const claim = { collection, filename: 'note.txt', contentType: 'text/plain', replaces };
    const { file, upload } = await backend.issue({ ...claim, size: text.length }, owner);
    if (upload?.kind !== 'post') expect.fail('not a form');
    expect(await postTo(upload, Buffer.from(text))).toBe(201);
    const [version] = await backend.listVersions((await find(file.id)).key);
    return { id: file.id, upload, version: version ?? expect.fail('no version') };
  }
  return {
    backend,
    owner,
    find,
    post,
    /** Uploads a text that now waits for its scan. */
    async posted(collection?: string, text?: string, replaces?: string) {
      const uploaded = await post(collection, text, replaces);
      expect(await backend.receive(uploaded.version)).toMatchObject({ outcome: 'scanning' });
      return uploaded;
    },
    /** Delivers events as Lambda does; returns the messages that failed. */
    async receive(...bodies: string[]) {
      const handler = sqsScanResults(async (version, result) => {
        await backend.receiveScanResult(version, result);
      });
      return (await handler(queued(...bodies), invocationWith(30_000))).batchItemFailures;
    },
    statusOf: async (id: string) => (await find(id)).status,
    versionsOf: async (id: string) => backend.listVersions((await find(id)).key),
    async usage() {
      const { bytes, files } = await backend.usage(owner);
      return { bytes, files };
    },
    /** The event as EventBridge queues it (GuardDuty user guide, "S3 object scan result"). */
    event: (
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
      }),
  };
}
