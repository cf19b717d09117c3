// From requests to money: what a million uploads cost, line by line.

import { prices, usd } from '../prices.ts';
import { measuredWithin, type Table, times } from '../table.ts';
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

/** Files that come together: what the API answers, what S3's events set off, what the browser sends to S3 itself. */
interface Upload {
  readonly api: readonly Usage[];
  readonly received: Usage;
  readonly browserRequests: number;
  /** How many files these are, whose events one invocation receives. */
  readonly files: number;
}

/** For a million form posts. */
const maxFormUsd = 16;
/** For a million form posts that come ten at a time. */
const maxTenUsd = 12.5;

// Measured on no Lambda: functions that make one or two requests, receive-upload with 1,024 MB and the others with 512.
const secondsPerInvocation = 0.05;
const apiGigabytes = 0.5;
const receiveGigabytes = 1;
// S3 sends one message for each file; Lambda receives a batch by one request and deletes it by another.
const sqsRequestsPerBatch = 2;

const s3ReadOperations = new Set(['GetObject', 'HeadObject']);
const s3FreeOperations = new Set(['DeleteObject', 'AbortMultipartUpload']);

/** How much of each line one upload uses. */
function linesOf({ api, received, browserRequests, files }: Upload): Record<Line, number> {
  const usages = [...api, received];
  const sum = (amount: (usage: Usage) => number) =>
    usages.reduce((total, usage) => total + amount(usage), 0);
  const s3Reads = sum(({ s3 }) => s3.filter((name) => s3ReadOperations.has(name)).length);
  const s3Free = sum(({ s3 }) => s3.filter((name) => s3FreeOperations.has(name)).length);
  const together: Record<Line, number> = {
    httpApiRequest: api.length,
    lambdaRequest: usages.length,
    lambdaGigabyteSecond:
      (api.length * apiGigabytes + files * receiveGigabytes) * secondsPerInvocation,
    s3Write: browserRequests + sum(({ s3 }) => s3.length) - s3Reads - s3Free,
    s3Read: s3Reads,
    sqsRequest: files + sqsRequestsPerBatch,
    dynamodbWriteUnit: sum(({ writeUnits }) => writeUnits),
    dynamodbReadUnit: sum(({ readUnits }) => readUnits),
  };
  return Object.fromEntries(
    Object.entries(together).map(([line, uses]) => [line, uses / files]),
  ) as Record<Line, number>;
}

/** The cost of a million uploads, by form alone and ten at a time, and in parts, each read once. */
export function costTable({ usageOf }: Tour): Table {
  const usages = (...names: readonly string[]) => names.map(usageOf);
  const form = linesOf({
    api: usages('issue', 'get'),
    received: usageOf('receive 5 KiB'),
    browserRequests: 1,
    files: 1,
  });
  const together = linesOf({
    api: usages(`issue ${TEN} files`, `get ${TEN} files`),
    received: usageOf(`receive ${TEN} files`),
    browserRequests: TEN,
    files: TEN,
  });
  const parts = linesOf({
    api: usages('issue 1 GiB in parts', `sign ${filmPlan.partCount} parts`, 'complete', 'get'),
    received: usageOf('receive 1 GiB, judged'),
    browserRequests: filmPlan.partCount,
    files: 1,
  });
  /** A function that signs a form, or the parts of an upload, and nothing that validates, records or counts. */
  const handMade = (s3Writes: number) =>
    prices.httpApiRequest +
    prices.lambdaRequest +
    apiGigabytes * secondsPerInvocation * prices.lambdaGigabyteSecond +
    s3Writes * prices.s3Write;
  const total = (uses: Record<Line, number>) =>
    lines.reduce((sum, line) => sum + uses[line] * prices[line], 0);
  return {
    title: 'USD per million uploads (us-east-1, on demand, prices of 2026-09)',
    headings: [
      ...['line', 'price of 1 M', 'form post: uses', 'costs', 'ten at a time: uses', 'costs'],
      ...['1 GiB in parts: uses', 'costs'],
    ],
    rows: [
      ...lines.map((line) => [
        lineNames[line],
        `$${Number(prices[line].toFixed(3))}`,
        ...[form, together, parts].flatMap((uses) => [
          String(Number(uses[line].toFixed(3))),
          usd(uses[line] * prices[line]),
        ]),
      ]),
      [
        ...['total', '', '', measuredWithin(total(form), maxFormUsd, usd)],
        ...['', measuredWithin(total(together), maxTenUsd, usd), '', usd(total(parts))],
      ],
      [
        'of links signed by hand',
        '',
        '',
        times(total(form) / handMade(form.s3Write)),
        '',
        times(total(together) / handMade(together.s3Write)),
        '',
        times(total(parts) / handMade(parts.s3Write)),
      ],
    ],
    notes: [
      'Links signed by hand: one API request and one invocation, and the same writes to S3; nothing is validated, counted or kept in a table.',
      'An upload is issue, send, receive and one look at the verdict; in parts also one window of signatures and complete; ten at a time one batch of claims, one batch of events and one look at all verdicts.',
      'Assumed, not measured: 50 ms for each request to the API and each file received, at 1,024 MB for receive-upload and 512 MB for the others; every event alone in its batch, but for ten at a time. Not in it: storage, transfer out, logs.',
    ],
  };
}
