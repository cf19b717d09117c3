// Scans of pending files in a real table: one release, one refusal, quota freed once, and a replacement that waits.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addFileWith } from '../../lambdas/aws/dynamodb/add-file.ts';
import { findFileWith } from '../../lambdas/aws/dynamodb/find-file.ts';
import { findUsageWith } from '../../lambdas/aws/dynamodb/find-usage.ts';
import { listLapsedWith } from '../../lambdas/aws/dynamodb/list-lapsed.ts';
import { removeFileWith } from '../../lambdas/aws/dynamodb/remove-file.ts';
import { askAgainWith, endScanWith } from '../../lambdas/aws/dynamodb/scan-file.ts';
import { settleFileWith } from '../../lambdas/aws/dynamodb/settle-file.ts';
import type {
  AskAgain,
  EndScan,
  FindFile,
  RemoveFile,
  SettleFile,
} from '../../lambdas/domain/ports.ts';
import type { ScanResult } from '../../lambdas/domain/scan.ts';
import type { ScanEnding } from '../../lambdas/domain/transitions.ts';
import { applyScan, remove, settle } from '../../lambdas/domain/transitions.ts';
import { startTestDynamo, type TestDynamo } from './dynamo.ts';
import { pendingFile, settlement } from './records.ts';

let dynamo: TestDynamo;
let find: FindFile;
let settleFile: SettleFile;
let endScan: EndScan;
let askAgain: AskAgain;
let removeFile: RemoveFile;
beforeAll(async () => {
  dynamo = await startTestDynamo();
  const { client, tableName } = dynamo;
  find = findFileWith(client, tableName);
  settleFile = settleFileWith(client, tableName);
  endScan = endScanWith(client, tableName);
  askAgain = askAgainWith(client, tableName);
  removeFile = removeFileWith(client, tableName);
});
afterAll(() => dynamo[Symbol.asyncDispose]());

const at = '2026-11-22T10:00:00.000Z';
const keptUntil = '2026-12-22T10:00:00.000Z';
const plenty = { bytes: 1000, files: 10 };
const accepted = (versionId: string) => ({
  ...settlement(versionId, 'accepted'),
  scan: { onUnscannable: 'reject', timeoutHours: 24 } as const,
});
const said = (
  outcome: ScanResult['outcome'],
  onUnscannable: ScanEnding['onUnscannable'] = 'reject',
): ScanEnding => ({
  result: { engine: 'clamd', outcome, versionId: 'v1' },
  onUnscannable,
  at,
  keptUntil,
});
const add = async (file = pendingFile()) => {
  await addFileWith(dynamo.client, dynamo.tableName, () => new Date(at))(file, plenty);
  return file;
};
const usage = (owner: string) => findUsageWith(dynamo.client, dynamo.tableName)(owner);
const lapsed = async (owner: string) => {
  const found: string[] = [];
  for await (const file of listLapsedWith(dynamo.client, dynamo.tableName)('2030')) {
    if (file.owner === owner) found.push(file.id);
  }
  return found;
};

describe('a scan', () => {
  it('begins with one write, exactly as the domain says, and only once', async () => {
    const file = await add();
    const scanning = await settleFile(file.id, accepted('v1'));
    expect(scanning).toEqual(settle(file, accepted('v1')));
    expect(await settleFile(file.id, accepted('v2'))).toEqual(scanning);
    expect(await settleFile(file.id, settlement('v2', 'rejected'))).toEqual(scanning);
    expect(await find(file.id)).toEqual(scanning);
    expect(await usage(file.owner)).toEqual({ bytes: 5, files: 1 });
  });

  it.each(['clean', 'infected', 'unsupported'] as const)(
    'the result of a scan settles the file as the rules say: %s',
    async (outcome) => {
      const file = await add();
      await settleFile(file.id, accepted('v1'));
      const ended = await endScan(file.id, said(outcome));
      expect(ended).toEqual(applyScan(settle(file, accepted('v1')), said(outcome)));
      expect(await find(file.id)).toEqual(ended);
      expect(await lapsed(file.owner)).toEqual([]);
    },
  );

  it('frees the quota of what it refuses exactly once, however many results come at once', async () => {
    const file = await add();
    await settleFile(file.id, accepted('v1'));
    const results = (['infected', 'failed', 'infected', 'timed_out'] as const).map((outcome) =>
      endScan(file.id, said(outcome)),
    );
    const statuses = (await Promise.all(results)).map((ended) => ended?.status);
    expect(new Set(statuses)).toEqual(new Set(['rejected']));
    expect(await usage(file.owner)).toEqual({ bytes: 0, files: 0 });
  });

  it('a scan result is kept when it arrives together with the judgement, in either order', async () => {
    for (let round = 0; round < 10; round += 1) {
      const file = await add();
      await Promise.all([endScan(file.id, said('clean')), settleFile(file.id, accepted('v1'))]);
      expect((await find(file.id))?.status).toBe('ready');
    }
  });

  it('a file that is deleted during its scan stays deleted, and its quota is released once', async () => {
    const file = await add();
    const scanning = (await settleFile(file.id, accepted('v1'))) ?? expect.fail('no record');
    expect(await removeFile(scanning, remove(scanning, { at, keptUntil }))).toBe(true);
    expect(await endScan(file.id, said('clean'))).toMatchObject({ status: 'deleted' });
    expect(await usage(file.owner)).toEqual({ bytes: 0, files: 0 });
  });

  it('a replacement changes the file only after its own scan is clean', async () => {
    const owner = randomUUID();
    const old = await add(pendingFile({ owner }));
    await settleFile(old.id, settlement('v0', 'accepted'));
    const file = await add(pendingFile({ owner, replaces: old.id }));
    await settleFile(file.id, accepted('v1'));
    expect(await find(old.id)).toMatchObject({ versionId: 'v0' });
    expect(await usage(owner)).toEqual({ bytes: 10, files: 2 });
    expect((await endScan(file.id, said('clean')))?.status).toBe('merged');
    expect(await find(old.id)).toMatchObject({ status: 'ready', versionId: 'v1', version: 2 });
    expect(await usage(owner)).toEqual({ bytes: 5, files: 1 });
  });

  it('a held file keeps its quota and is ignored by the reaper', async () => {
    const file = await add();
    await settleFile(file.id, accepted('v1'));
    const scanning = await find(file.id);
    if (scanning?.status !== 'pending') expect.fail('not scanning');
    await askAgain(scanning, '2026-11-22T11:00:00.000Z');
    expect(await lapsed(file.owner)).toEqual([file.id]);
    expect(await endScan(file.id, said('failed', 'hold'))).toMatchObject({
      status: 'pending',
      scan: { state: 'held' },
    });
    expect(await lapsed(file.owner)).toEqual([]);
    expect(await usage(file.owner)).toEqual({ bytes: 5, files: 1 });
    expect((await endScan(file.id, said('clean')))?.status).toBe('ready');
  });

  it('a scan result about an unknown file changes nothing', async () => {
    expect(await endScan(randomUUID(), said('clean'))).toBeUndefined();
  });
});
