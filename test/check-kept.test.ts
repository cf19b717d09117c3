// Which versions reconcile has purged: those whose time passed a week ago, and bytes of uploads that no file has any more.
import { expect, it } from 'vitest';
import type { FileRecord, ReadyFile } from '../lambdas/domain/file.ts';
import { replaceContent } from '../lambdas/domain/versions.ts';
import { checkKept } from '../lambdas/reconcile/check-kept.ts';
import type { Finding } from '../lambdas/reconcile/findings.ts';
import { at, deleted, ready } from './domain/records.ts';

const uploadId = '1f2e3d4c-5b6a-4798-8a6b-5c4d3e2f1a0b';
const upload: ReadyFile = { ...ready, id: uploadId, key: `media/images/${uploadId}.png` };
const keptUntil = '2026-12-22T10:01:00.000Z';
const { file, merged } = replaceContent(ready, upload, { at, replacedUntil: keptUntil });

async function check(records: readonly FileRecord[], day: string, repair = true) {
  const found: Finding[] = [];
  const purged: string[] = [];
  const ports = {
    findFiles: async (ids: readonly string[]) =>
      new Map(records.filter(({ id }) => ids.includes(id)).map((record) => [record.id, record])),
    purgeVersion: async ({ key }: { key: string }) => void purged.push(key),
    now: () => new Date(`${day}T12:00:00.000Z`),
    report: (finding: Finding) => void found.push(finding),
  };
  await checkKept(records, ports, repair);
  return { found, purged };
}

it('a kept version is overdue a week after its time, and is then purged', async () => {
  expect(await check([file, merged], '2026-12-28')).toEqual({ found: [], purged: [] });
  const finding = { kind: 'overdue_version', fileId: ready.id, number: 1 };
  expect(await check([file, merged], '2026-12-29')).toEqual({
    found: [finding],
    purged: [ready.key],
  });
  expect(await check([file, merged], '2026-12-29', false)).toMatchObject({ purged: [] });
});

it.each<[string, readonly FileRecord[]]>([
  ['was deleted', [{ ...deleted, id: ready.id }, merged]],
  ['is unknown', [merged]],
  ['has another content', [ready, merged]],
])('the bytes of a merged upload are purged when its file %s', async (_case, records) => {
  const { found, purged } = await check(records, '2026-11-23');
  expect(found).toEqual([{ kind: 'overdue_version', fileId: ready.id, number: 2 }]);
  expect(purged).toEqual([upload.key]);
});
