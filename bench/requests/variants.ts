// The price of the variants of a photograph: made from a picture of 12 million pixels, and recorded.
import { phonePhoto } from '../../test/phone-photo.ts';
import { cpuSecondsOf, sum } from '../measure.ts';
import { ONE_CPU_GIGABYTES, prices, usd } from '../prices.ts';
import { type Table, tableOf } from '../table.ts';
import { alice, type Tour } from './tour.ts';

const making = 'make two variants of 12 megapixels';
const recording = 'record two variants';

/**
 * Walks from the verdict to the record, with the variants of the shipped configuration; returns the seconds of CPU that making
 * took.
 */
export async function walkVariants({ walk, ...tour }: Tour): Promise<number> {
  const photo = await phonePhoto(4000, 3000);
  const { byteLength: size } = photo;
  const claim = { collection: 'images', filename: 'photo.jpg', contentType: 'image/jpeg', size };
  const issued = await tour.issue(claim, alice);
  await tour.receiveReady(await tour.send(issued, photo));
  const file = await tour.findFile(issued.file.id);
  if (file?.status !== 'ready') throw new Error('The photograph is not ready.');
  const { id: fileId, collection, key, versionId, contentType } = file;
  const request = { fileId, collection, key, versionId, contentType };
  const budget = { dynamodb: 0, s3: 3, s3BytesRead: size };
  const made = await cpuSecondsOf(() => walk(making, budget, () => tour.makeVariants(request)));
  const [result] = made.result;
  if (!result) throw new Error('There are no variants.');
  await walk(recording, { dynamodb: 2, s3: 0 }, () => tour.recordVariants(result));
  return made.seconds;
}

const recordGigabytes = 0.5;
const recordSeconds = 0.05;
/** A message is sent, received and deleted; there are two of them. */
const sqsRequests = 6;

/** The cost of a million such pictures. */
export function variantCostTable({ usageOf }: Tour, cpuSeconds: number): Table {
  const { s3 } = usageOf(making);
  const puts = s3.filter((name) => name === 'PutObject').length;
  const gets = s3.length - puts;
  const { writeUnits, readUnits } = usageOf(recording);
  const lines = {
    'S3: write the variants': puts * prices.s3Write,
    'S3: read the picture': gets * prices.s3Read,
    'Lambda: decode and encode': cpuSeconds * ONE_CPU_GIGABYTES * prices.lambdaGigabyteSecond,
    'Lambda: record': recordSeconds * recordGigabytes * prices.lambdaGigabyteSecond,
    'Lambda: requests': 2 * prices.lambdaRequest,
    SQS: sqsRequests * prices.sqsRequest,
    'DynamoDB: write': writeUnits * prices.dynamodbWriteUnit,
    'DynamoDB: read': readUnits * prices.dynamodbReadUnit,
  };
  const total = sum(Object.values(lines));
  return tableOf(
    'USD per million pictures with two variants (12 megapixels, prices of 2026-09)',
    Object.entries({ ...lines, total }).map(([line, costs]) => ({ line, costs: usd(costs) })),
    `Making took ${cpuSeconds.toFixed(2)} s of CPU here; Lambda's time is assumed to be the same at 1,769 MB, which is one CPU.`,
  );
}
