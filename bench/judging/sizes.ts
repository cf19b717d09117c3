// Bench: CPU time, reads, requests and peak memory of a judgement by format and size, and what a million documents cost.
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { MiB } from '../../lambdas/domain/sizes.ts';
import { PAGE_BYTES, TOTAL_MAX_BYTES } from '../../lambdas/domain/stored-bytes.ts';
import { type GrownFile, grownFiles, nameOf } from '../../test/fixtures/grown/grown-files.ts';
import { runModule } from '../child-process.ts';
import { cpuSecondsOf } from '../measure.ts';
import { isSmall } from '../options.ts';
import { ONE_CPU_GIGABYTES, prices, usd } from '../prices.ts';
import {
  type Budgeted,
  measuredAtLeast,
  measuredWithin,
  type Table,
  times,
  within,
} from '../table.ts';

/** What judging one file took. */
export interface SizeFigures {
  readonly size: number;
  readonly bytesRead: number;
  readonly requests: number;
  readonly cpuSeconds: number;
  /** Of the whole process, Node included. */
  readonly peakBytes: number;
  /** Of an archive, or a document that is one. */
  readonly expandedBytes: number | undefined;
}

const MB = 1e6;
const sizes = isSmall ? [MB] : [0.01 * MB, MB, 10 * MB, 100 * MB, 1000 * MB];
const MAX_PEAK_MIB = 256;
const MIN_MIB_PER_SECOND = 50;
/** Above this size the start of the readers no longer matters. */
const RATE_FROM_BYTES = 50 * MB;
const isDocument = (type: string): boolean => /pdf|rtf|officedocument|opendocument/.test(type);

/** Judges each kind of file at each size in a process of its own. */
export async function measureSizes(): Promise<readonly Table[]> {
  const hashSeconds = await hashSecondsPerByte();
  const measured: { readonly kind: GrownFile; readonly figures: SizeFigures }[] = [];
  for (const kind of grownFiles) {
    for (const size of sizes.filter((bytes) => bytes <= kind.maxSize)) {
      measured.push({ kind, figures: await measureOne(nameOf(kind), size) });
    }
  }
  return [
    {
      title: 'One judgement by format and size',
      headings: ['type', 'MB', 'CPU ms', 'of SHA-256', 'MiB/s', 'MiB read', 'requests', 'peak MiB'],
      rows: measured.map(({ kind, figures }) => rowOf(kind, figures, hashSeconds)),
      notes: [
        'Each judgement in a process of its own; the peak is that of the whole process, Node included.',
        'SHA-256: CPU time beside that of hashing as many bytes. MiB/s: of the document as its program sees it, that is unpacked. PDF: a scan, whose pictures are skipped by their length.',
      ],
    },
    costTable(measured),
  ];
}

/** CPU seconds to hash one byte with SHA-256, over enough of them. */
async function hashSecondsPerByte(): Promise<number> {
  const bytes = Buffer.alloc(64 * MiB);
  return (await cpuSecondsOf(async () => hash('sha256', bytes))) / bytes.byteLength;
}

/** Documents are read about once, of archives at most as much; of everything else a fixed amount is read. */
const maxBytesRead = (type: string, size: number): number =>
  isDocument(type) || type === 'application/zip' ? size + PAGE_BYTES : TOTAL_MAX_BYTES;

const measureOne = (name: string, size: number) =>
  runModule<SizeFigures>(join(import.meta.dirname, 'one-size.ts'), name, String(size));

function rowOf(kind: GrownFile, figures: SizeFigures, hashSeconds: number): (string | Budgeted)[] {
  const { size, bytesRead, requests, cpuSeconds, peakBytes, expandedBytes = 0 } = figures;
  const rate = Math.round(Math.max(size, expandedBytes) / MiB / cpuSeconds);
  const { type } = kind;
  const hasBudget = isDocument(type) && size >= RATE_FROM_BYTES;
  return [
    nameOf(kind),
    (size / MB).toFixed(size < MB ? 2 : 0),
    (cpuSeconds * 1000).toFixed(0),
    times(cpuSeconds / (hashSeconds * size)),
    hasBudget ? measuredAtLeast(rate, MIN_MIB_PER_SECOND) : String(rate),
    within(bytesRead / MiB, maxBytesRead(type, size) / MiB, (mebibytes) => mebibytes.toFixed(2)),
    String(requests),
    kind.isInMemory ? '' : measuredWithin(Math.round(peakBytes / MiB), MAX_PEAK_MIB),
  ];
}

const costTable = (
  measured: readonly { readonly kind: GrownFile; readonly figures: SizeFigures }[],
): Table => ({
  title: 'Judging a million documents of 1 MB',
  headings: ['type', 'compute', 'requests', 'together'],
  rows: measured
    .filter(({ kind, figures: { size } }) => isDocument(kind.type) && Math.abs(size - MB) < MB / 4)
    .map(({ kind, figures: { cpuSeconds, requests } }) => {
      const compute = cpuSeconds * ONE_CPU_GIGABYTES * prices.lambdaGigabyteSecond;
      const gets = requests * prices.s3Read;
      return [nameOf(kind), ...[compute, gets, compute + gets].map(usd)];
    }),
  notes: [
    'List prices of September 2026 in us-east-1: Lambda on Arm at 1,769 MB, which is one processor (smaller functions take longer and cost the same), and S3 GET requests.',
    'Without the time that reads take, and without what every upload costs whatever its type: see the bench of requests.',
  ],
});
