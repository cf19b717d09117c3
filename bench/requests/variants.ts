// What the variants of a photograph cost, as the requests bench walks it: made from a picture of 12 million pixels, recorded, published.
import { phonePhoto } from '../../test/phone-photo.ts';
import { postForm } from '../post-form.ts';
import type { Table } from '../table.ts';
import { prices, usd } from './cost.ts';
import type { Measure } from './meter.ts';
import { type Path, type UseCases, walkerWith } from './path.ts';
import type { QuietBucket } from './quiet-bucket.ts';
import { alice, requireReady } from './uploads.ts';

/** How a variant walk went. */
export interface VariantPaths {
  readonly made: Path;
  readonly recorded: Path;
  /** Seconds of CPU that making took here. */
  readonly cpuSeconds: number;
}

/** Walks from the verdict to the record, with the variants of the shipped configuration. */
export async function walkVariants(
  useCases: UseCases,
  measure: Measure,
  bucket: QuietBucket,
): Promise<VariantPaths> {
  const walk = walkerWith(measure);
  const photo = await phonePhoto(4000, 3000);
  const claim = {
    ...{ collection: 'images', filename: 'photo.jpg', contentType: 'image/jpeg' },
    size: photo.byteLength,
  };
  const issued = await useCases.issue(claim, alice);
  requireReady(await useCases.receive(await bucket.versionOf(await postForm(issued, photo))));
  const file = await useCases.findFile(issued.file.id);
  if (file?.status !== 'ready') throw new Error('The photograph is not ready.');
  const { id: fileId, collection, key, versionId, contentType } = file;
  const before = process.cpuUsage();
  const made = await walk(
    'make two variants of 12 megapixels',
    { dynamodb: 0, s3: 3, s3BytesRead: photo.byteLength },
    () => useCases.makeVariants({ fileId, collection, key, versionId, contentType }),
  );
  const { user, system } = process.cpuUsage(before);
  const [result] = made.result;
  if (!result) throw new Error('There are no variants.');
  const recorded = await walk('record two variants', { dynamodb: 2, s3: 0 }, () =>
    useCases.recordVariants(result),
  );
  return { made, recorded, cpuSeconds: (user + system) / 1_000_000 };
}

const makeGigabytes = 1769 / 1024;
const recordGigabytes = 0.5;
const recordSeconds = 0.05;
/** A message is sent, received and deleted; there are two of them. */
const sqsRequests = 6;

/** The cost of a million such pictures. */
export function variantCostTable({ made, recorded, cpuSeconds }: VariantPaths): Table {
  const puts = made.usage.s3.filter((name) => name === 'PutObject').length;
  const gets = made.usage.s3.length - puts;
  const lines: readonly (readonly [string, number])[] = [
    ['S3: write the variants', puts * prices.s3Write],
    ['S3: read the picture', gets * prices.s3Read],
    ['Lambda: decode and encode', cpuSeconds * makeGigabytes * prices.lambdaGigabyteSecond],
    ['Lambda: record', recordSeconds * recordGigabytes * prices.lambdaGigabyteSecond],
    ['Lambda: requests', 2 * prices.lambdaRequest],
    ['SQS', sqsRequests * prices.sqsRequest],
    ['DynamoDB: write', recorded.usage.writeUnits * prices.dynamodbWriteUnit],
    ['DynamoDB: read', recorded.usage.readUnits * prices.dynamodbReadUnit],
  ];
  const total = lines.reduce((sum, [, amount]) => sum + amount, 0);
  return {
    title: 'USD per million pictures with two variants (12 megapixels, prices of 2026-09)',
    headings: ['line', 'costs'],
    rows: [...lines.map(([line, amount]) => [line, usd(amount)]), ['total', usd(total)]],
    notes: [
      `Making took ${cpuSeconds.toFixed(2)} s of CPU here; Lambda's time is assumed to be the same at 1,769 MB, which is one CPU.`,
    ],
  };
}
