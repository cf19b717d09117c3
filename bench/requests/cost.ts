// Calculates the price of a million uploads from requests, line by line.
import { sum } from '../measure.ts';
import { prices, usd } from '../prices.ts';
import { type Table, times, within } from '../table.ts';
import type { Usage } from './meter.ts';
import { filmPlan, TEN } from './story.ts';
import type { Tour } from './tour.ts';

const lineNames = {
  httpApiRequest: 'HTTP API requests',
  lambdaRequest: 'Lambda requests',
  lambdaGigabyteSecond: 'Lambda GB-seconds',
  s3Write: 'S3 write requests',
  s3Read: 'S3 read requests',
  sqsRequest: 'SQS requests',
  dynamodbWriteUnit: 'DynamoDB write units',
  dynamodbReadUnit: 'DynamoDB read units',
} as const satisfies Partial<Record<keyof typeof prices, string>>;
type Line = keyof typeof lineNames;
const lines = Object.keys(lineNames) as Line[];

// Measured on no Lambda: functions that make one or two requests, receive-upload with 1,024 MB and the others with 512.
const secondsPerInvocation = 0.05;
const apiGigabytes = 0.5;
const receiveGigabytes = 1;
// S3 sends one message for each file; Lambda receives a batch by one request and deletes it by another.
const sqsRequestsPerBatch = 2;

const s3ReadOperations = new Set(['GetObject', 'HeadObject']);
const s3FreeOperations = new Set(['DeleteObject', 'AbortMultipartUpload']);

/**
 * How much of each line one file uses, of those that come together: what the API answers, what S3's events set off, by which
 * one invocation receives all of them, and the requests that the browser sends to S3 itself.
 */
function linesOf(
  api: readonly Usage[],
  received: Usage,
  files: number,
  browserRequests: number,
): Record<Line, number> {
  const usages = [...api, received];
  const s3Requests = usages.flatMap(({ s3 }) => s3);
  const s3Reads = s3Requests.filter((name) => s3ReadOperations.has(name)).length;
  const s3Free = s3Requests.filter((name) => s3FreeOperations.has(name)).length;
  const seconds = (api.length * apiGigabytes + files * receiveGigabytes) * secondsPerInvocation;
  return {
    httpApiRequest: api.length / files,
    lambdaRequest: usages.length / files,
    lambdaGigabyteSecond: seconds / files,
    s3Write: (browserRequests + s3Requests.length - s3Reads - s3Free) / files,
    s3Read: s3Reads / files,
    sqsRequest: (files + sqsRequestsPerBatch) / files,
    dynamodbWriteUnit: sum(usages.map(({ writeUnits }) => writeUnits)) / files,
    dynamodbReadUnit: sum(usages.map(({ readUnits }) => readUnits)) / files,
  };
}

/** The price of a million uploads by list prices. */
const total = (uses: Record<Line, number>) => sum(lines.map((line) => uses[line] * prices[line]));

/** A function that signs a form, or the parts of an upload, and nothing that validates, records or counts. */
const handMade = ({ s3Write }: Record<Line, number>) =>
  prices.httpApiRequest +
  prices.lambdaRequest +
  apiGigabytes * secondsPerInvocation * prices.lambdaGigabyteSecond +
  s3Write * prices.s3Write;

/** The cost of a million uploads, by form alone and ten at a time, and in parts, each read once. */
export function costTable({ usageOf }: Tour, owners: Tour): Table {
  const usages = (...names: readonly string[]) => names.map(usageOf);
  const form = usages('issue', 'get');
  const ofOwners = (path: string) => owners.usageOf(`${path}, where only owners list`);
  const together = usages(`issue ${TEN} files`, `get ${TEN} files`);
  const { partCount } = filmPlan;
  const signed = `sign ${partCount} parts`;
  const parts = usages('issue 1 GiB in parts', signed, 'complete', 'get');
  const ways = [
    {
      name: 'form post, only owners list',
      uses: linesOf([ofOwners('issue'), ofOwners('get')], ofOwners('receive 5 KiB'), 1, 1),
      maxUsd: 16,
    },
    {
      name: 'form post, others list too',
      uses: linesOf(form, usageOf('receive 5 KiB'), 1, 1),
    },
    {
      name: 'ten at a time',
      uses: linesOf(together, usageOf(`receive ${TEN} files`), TEN, TEN),
      maxUsd: 12.5,
    },
    {
      name: '1 GiB in parts',
      uses: linesOf(parts, usageOf('receive 1 GiB, judged'), 1, partCount),
    },
  ];
  return {
    title: 'USD per million uploads (us-east-1, on demand, prices of 2026-09)',
    headings: ['line', 'price of 1 M', ...ways.flatMap(({ name }) => [`${name}: uses`, 'costs'])],
    rows: [
      ...lines.map((line) => [
        lineNames[line],
        `$${Number(prices[line].toFixed(3))}`,
        ...ways.flatMap(({ uses }) => [
          Number(uses[line].toFixed(3)),
          usd(uses[line] * prices[line]),
        ]),
      ]),
      [
        ...['total', ''],
        ...ways.flatMap(({ uses, maxUsd }) => [
          '',
          maxUsd ? within(total(uses), maxUsd, usd) : usd(total(uses)),
        ]),
      ],
      [
        ...['of links signed by hand', ''],
        ...ways.flatMap(({ uses }) => ['', times(total(uses) / handMade(uses))]),
      ],
    ],
    notes: [
      'Only owners list: no collection has administrators or readers, and there are no services, so the table has no index by collection. Others list too: there are such callers, and the table has the index, as for the other two columns.',
      'Links signed by hand: one API request and one invocation, and the same writes to S3; nothing is validated, counted or kept in a table.',
      'An upload is issue, send, receive and one look at the verdict; in parts also one window of signatures and complete; ten at a time one batch of claims, one batch of events and one look at all verdicts.',
      'Assumed, not measured: 50 ms for each request to the API and each file received, at 1,024 MB for receive-upload and 512 MB for the others; every event alone in its batch, but for ten at a time. Not in it: storage, transfer out, logs.',
    ],
  };
}
