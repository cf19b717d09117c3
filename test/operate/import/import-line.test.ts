// One line of an import: objects that change, vanish or are denied at each step, and verdicts that come late.
import { S3ServiceException } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import type { ImportedFile } from '../../../lambdas/http/import-contract.ts';
import { awaitVerdicts } from '../../../operate/import/await-verdicts.ts';
import type { Copying } from '../../../operate/import/copy-object.ts';
import type { Source, SourceFinding } from '../../../operate/import/find-source.ts';
import type { LineEnd } from '../../../operate/import/import-line.ts';
import { importManifest, type ManifestPorts } from '../../../operate/import/import-manifest.ts';
import type { Admission } from '../../../operate/import/imports.ts';
import {
  type ImportLine,
  identityOf,
  type ManifestLine,
} from '../../../operate/import/manifest.ts';
import { OperateError } from '../../../operate/operate-error.ts';

const source: Source = {
  ...{ bucket: 'archive', key: 'a.txt', versionId: 'v1', etag: '"one"' },
  ...{ size: 5, contentType: 'text/plain' },
};
const pending: ImportedFile = {
  ...{ id: '5a4f0f5e-0000-8000-8000-000000000001', status: 'pending', key: 'media/notes/x.txt' },
  ...{ contentType: 'text/plain', size: 5, hasArrived: false, etag: '"one"' },
  expiresAt: '2026-11-29T11:00:00.000Z',
};
const ready: ImportedFile = { ...pending, status: 'ready', hasArrived: true };

interface World {
  readonly finding?: SourceFinding;
  readonly admission?: Admission;
  readonly copying?: Copying | Error;
  /** What each look finds, the last one for ever. */
  readonly looks?: readonly (ImportedFile | undefined)[];
  readonly lines?: number;
  readonly done?: ManifestPorts['done'];
  readonly isTrial?: boolean;
}

const entry = { bucket: 'archive', key: 'a.txt', owner: 'ann', collection: 'notes', name: 'a.txt' };

async function* manifest(count: number): AsyncGenerator<ManifestLine> {
  for (let line = 1; line <= count; line++) {
    yield { line, entry: { ...entry, reference: String(line) } };
  }
}

/** Imports in a world where every line meets the same; the clock moves a minute with each pause. */
async function run({ lines = 1, looks = [ready], ...world }: World) {
  const ends: (LineEnd & { readonly line: number })[] = [];
  const copies: Source[] = [];
  let minutes = 0;
  let look = 0;
  const lookUp = async (ids: readonly string[]) => {
    const file = looks[Math.min(look++, looks.length - 1)];
    return new Map(file ? ids.map((id) => [id, { ...file, id }]) : []);
  };
  const ports: ManifestPorts = {
    findSource: async () => world.finding ?? { status: 'found', source },
    copyObject: async (from) => {
      copies.push(from);
      if (world.copying instanceof Error) throw world.copying;
      return world.copying ?? 'copied';
    },
    imports: {
      begin: async () => world.admission ?? { outcome: 'begun', file: pending },
      lookUp,
    },
    verdicts: awaitVerdicts({
      lookUp,
      pause: async () => void minutes++,
      now: () => new Date(minutes * 60_000),
      patienceSeconds: 15 * 60,
    }),
    ...{ ignoresQuota: false, isTrial: world.isTrial ?? false, concurrency: 1 },
    done: world.done ?? new Map(),
    record: async ({ line }: ImportLine, end) => void ends.push({ line, ...end }),
  };
  const counts = await importManifest(manifest(lines), ports).catch((error: Error) => error);
  return { counts, ends, copies, looks: look };
}

describe('importing one line', () => {
  it('copies exactly the version and entity tag that it found, and reports the verdict', async () => {
    const { ends, copies } = await run({ looks: [pending, ready] });
    expect(ends).toEqual([{ line: 1, id: pending.id, status: 'ready', reason: undefined }]);
    expect(copies).toEqual([source]);
  });

  it.each<[string, World, object]>([
    [
      'an object that changes while it is imported',
      { copying: 'changed' },
      { status: 'changed', reason: expect.stringContaining('after 2026-11-29T12:15:00.000Z') },
    ],
    [
      'an object that vanishes while it is imported',
      { copying: 'missing' },
      { status: 'missing', reason: 'The object was deleted while it was imported.' },
    ],
    [
      'a copy that S3 denies',
      { copying: 'forbidden' },
      { status: 'forbidden', reason: expect.stringContaining('media/*') },
    ],
    [
      'an object that changed between two runs',
      { admission: { outcome: 'known', file: { ...pending, etag: '"zero"' } } },
      { status: 'changed', reason: expect.stringContaining('has changed since its import began') },
    ],
    [
      'an object that S3 denies to read',
      { finding: { status: 'forbidden', reason: 'S3 denies it.' } },
      { status: 'forbidden', reason: 'S3 denies it.' },
    ],
    [
      'a file that was rejected in an earlier run',
      {
        admission: { outcome: 'known', file: { ...ready, status: 'rejected', reason: 'macros' } },
      },
      { status: 'rejected', reason: 'macros', id: ready.id },
    ],
    [
      'a copy that came after the time limit of its claim',
      { looks: [{ ...ready, status: 'deleted', hasExpired: true }] },
      { status: 'failed', id: ready.id, reason: expect.stringContaining('too late') },
    ],
    [
      'a file that was deleted by a caller',
      { looks: [{ ...ready, status: 'deleted' }] },
      { status: 'deleted', id: ready.id },
    ],
    [
      'a file whose record is gone when its verdict is looked up',
      { looks: [undefined] },
      { status: 'deleted', id: pending.id },
    ],
  ])('reports %s', async (_, world, expected) => {
    const { ends } = await run(world);
    expect(ends).toEqual([expect.objectContaining({ line: 1, ...expected })]);
  });

  it('copies nothing where the bytes of an earlier run are being scanned, and waits for their verdict', async () => {
    const file = { ...pending, hasArrived: true };
    const { ends, copies } = await run({ admission: { outcome: 'known', file } });
    expect(copies).toEqual([]);
    expect(ends).toMatchObject([{ status: 'ready' }]);
  });

  it('copies again where an earlier run ended between claim and copy', async () => {
    const { ends, copies } = await run({ admission: { outcome: 'known', file: pending } });
    expect(copies).toHaveLength(1);
    expect(ends).toMatchObject([{ status: 'ready' }]);
  });

  it('copies nothing on trial, not even for an import that has begun', async () => {
    const admission = { outcome: 'known', file: pending } as const;
    const { ends, copies } = await run({ admission, isTrial: true });
    expect(copies).toEqual([]);
    expect(ends).toMatchObject([{ status: 'pending', id: pending.id }]);
  });

  it('reports a file as pending when its verdict does not come within the time limit', async () => {
    const { ends, looks } = await run({ looks: [pending] });
    expect(ends).toMatchObject([{ status: 'pending', id: pending.id }]);
    expect(looks).toBe(15);
  });
});

describe('importing a manifest', () => {
  const slowDown = new S3ServiceException({
    ...{ name: 'SlowDown', message: 'Reduce your request rate.' },
    ...{ $fault: 'server', $metadata: { httpStatusCode: 503 } },
  });

  it('records what S3 refuses for a reason of its own, and continues', async () => {
    const { ends, counts } = await run({ lines: 3, copying: slowDown });
    expect(ends.map(({ status }) => status)).toEqual(['failed', 'failed', 'failed']);
    expect(ends[0]?.reason).toBe('SlowDown: Reduce your request rate.');
    expect(counts).toEqual(new Map([['failed', 3]]));
  });

  it('imports no line that an earlier run has ended, and counts it', async () => {
    const done = new Map([
      [identityOf({ ...entry, reference: '1' }), 'ready'],
      [identityOf({ ...entry, reference: '3' }), 'rejected'],
    ]);
    const { ends, counts } = await run({ lines: 3, done });
    expect(ends.map(({ line }) => line)).toEqual([2]);
    expect(counts).toEqual(
      new Map([
        ['ready', 2],
        ['rejected', 1],
      ]),
    );
  });

  it('stops when twenty lines in a row have failed', async () => {
    const { ends, counts } = await run({ lines: 100, copying: slowDown });
    expect(ends).toHaveLength(20);
    expect(counts).toEqual(
      new OperateError(
        'Stopped at line 20: 20 lines in a row failed, the last because of: SlowDown: Reduce your request rate.',
      ),
    );
  });

  it('waits for the verdicts of at most a thousand files at a time', async () => {
    const seen: number[] = [];
    const verdicts = awaitVerdicts({
      lookUp: async (ids) => {
        seen.push(ids.length);
        return new Map(ids.map((id) => [id, { ...ready, id }]));
      },
      pause: async () => {},
      now: () => new Date(),
      patienceSeconds: 60,
    });
    let ended = 0;
    for (let id = 0; id < 2500; id++) await verdicts.add(String(id), async () => void ended++);
    await verdicts.end();
    expect(ended).toBe(2500);
    expect(Math.max(...seen)).toBeLessThanOrEqual(100);
  });

  it('waits for each of many files that are added while the last round ends', async () => {
    const verdicts = awaitVerdicts({
      lookUp: async (ids) => new Map(ids.map((id) => [id, { ...ready, id }])),
      pause: async () => {},
      now: () => new Date(),
      patienceSeconds: 60,
    });
    let ended = 0;
    for (let turns = 0; turns < 40; turns++) {
      await verdicts.add(`first ${turns}`, async () => void ended++);
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      await verdicts.add(`second ${turns}`, async () => void ended++);
      await verdicts.end();
      expect(ended).toBe(2 * (turns + 1));
    }
  });

  it('reports a lookup that fails, and waits for nothing more', async () => {
    const verdicts = awaitVerdicts({
      lookUp: async () => {
        throw new Error('Lambda cannot be reached.');
      },
      pause: async () => {},
      now: () => new Date(),
      patienceSeconds: 60,
    });
    await verdicts.add('one', async () => {});
    await expect(verdicts.end()).rejects.toThrow('Lambda cannot be reached.');
  });
});
