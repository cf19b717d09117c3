// CPU time, reads, requests and peak memory of a judgement by format and size, and the price of a million documents.
import { hash } from 'node:crypto';
import { MiB } from '../../lambdas/domain/sizes.ts';
import { PAGE_BYTES, TOTAL_MAX_BYTES } from '../../lambdas/domain/stored-bytes.ts';
import { type GrownFile, grownFiles, nameOf } from '../../test/fixtures/grown/grown-files.ts';
import { cpuSecondsOf } from '../measure.ts';
import { isSmall } from '../options.ts';
import { ONE_CPU_GIGABYTES, prices, usd } from '../prices.ts';
import { inFreshProcess } from '../process.ts';
import { measuredAtLeast, measuredWithin, type Table, tableOf, times, within } from '../table.ts';

const MB = 1e6;
const sizes = isSmall ? [MB] : [0.01 * MB, MB, 10 * MB, 100 * MB, 1000 * MB];
const MAX_PEAK_MIB = 256;
const MIN_MIB_PER_SECOND = 50;
/** Above this size the start of the readers no longer matters. */
const RATE_FROM_BYTES = 50 * MB;
const isDocument = (type: string): boolean => /pdf|rtf|officedocument|opendocument/.test(type);

const callJudge = inFreshProcess<typeof import('./one-size.ts')>('judging/one-size.ts');

/** Judges each kind of file at each size in a child process. */
export async function measureSizes(): Promise<readonly Table[]> {
  const hashSeconds = await hashSecondsPerByte();
  const measured: Measured[] = [];
  for (const kind of grownFiles) {
    for (const size of sizes.filter((bytes) => bytes <= kind.maxSize)) {
      measured.push({ kind, ...(await callJudge('judgeOne', nameOf(kind), size)) });
    }
  }
  const title = 'One judgement by format and size';
  const rows = measured.map((each) => rowOf(each, hashSeconds));
  const sizeTable = tableOf(
    title,
    rows,
    'Each judgement in a child process; the peak is that of the whole process, Node included.',
    'SHA-256: CPU time beside that of hashing as many bytes. MiB/s: of the document as its program sees it, that is unpacked. PDF: a scan, whose pictures are skipped by their length.',
  );
  return [sizeTable, costTable(measured)];
}

/** The cost of judging one file. */
type Measured = { readonly kind: GrownFile } & Awaited<
  ReturnType<typeof import('./one-size.ts').judgeOne>
>;

/** CPU seconds to hash one byte with SHA-256, over enough of them. */
async function hashSecondsPerByte(): Promise<number> {
  const bytes = Buffer.alloc(64 * MiB);
  const { seconds } = await cpuSecondsOf(async () => hash('sha256', bytes));
  return seconds / bytes.byteLength;
}

/** Documents are read about once, of archives at most as much; of everything else a fixed amount is read. */
const maxBytesRead = (type: string, size: number): number =>
  isDocument(type) || type === 'application/zip' ? size + PAGE_BYTES : TOTAL_MAX_BYTES;

function rowOf(measured: Measured, hashSeconds: number) {
  const { kind, size, bytesRead, requests, cpuSeconds, peakBytes, expandedBytes = 0 } = measured;
  const rate = Math.round(Math.max(size, expandedBytes) / MiB / cpuSeconds);
  const hasBudget = isDocument(kind.type) && size >= RATE_FROM_BYTES;
  return {
    type: nameOf(kind),
    MB: (size / MB).toFixed(size < MB ? 2 : 0),
    'CPU ms': (cpuSeconds * 1000).toFixed(0),
    'of SHA-256': times(cpuSeconds / (hashSeconds * size)),
    'MiB/s': hasBudget ? measuredAtLeast(rate, MIN_MIB_PER_SECOND) : rate,
    'MiB read': within(bytesRead / MiB, maxBytesRead(kind.type, size) / MiB, (mebibytes) =>
      mebibytes.toFixed(2),
    ),
    requests,
    'peak MiB': kind.isInMemory ? '' : measuredWithin(Math.round(peakBytes / MiB), MAX_PEAK_MIB),
  };
}

function costTable(measured: readonly Measured[]): Table {
  const documents = measured.filter(
    ({ kind, size }) => isDocument(kind.type) && Math.abs(size - MB) < MB / 4,
  );
  return tableOf(
    'Judging a million documents of 1 MB',
    documents.map(({ kind, cpuSeconds, requests }) => {
      const compute = cpuSeconds * ONE_CPU_GIGABYTES * prices.lambdaGigabyteSecond;
      const gets = requests * prices.s3Read;
      return {
        type: nameOf(kind),
        compute: usd(compute),
        requests: usd(gets),
        together: usd(compute + gets),
      };
    }),
    'List prices of September 2026 in us-east-1: Lambda on Arm at 1,769 MB, which is one processor (smaller functions take longer and cost the same), and S3 GET requests.',
    'Without the time that reads take, and without what every upload costs whatever its type: see the bench of requests.',
  );
}
