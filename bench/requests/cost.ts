// From requests to money: what a million uploads cost, line by line.

import { measuredWithin, type Table, times } from '../table.ts';
import type { Usage } from './meter.ts';
import type { Path } from './path.ts';
import { type FormPaths, filmPlan, type PartPaths } from './story.ts';

/** USD for a million, us-east-1, no free tier, from the services' price pages as of 2026-09. */
export const prices = {
  httpApiRequest: 1,
  lambdaRequest: 0.2,
  /** arm64. */
  lambdaGigabyteSecond: 13.3334,
  /** PUT, COPY, POST and LIST, and each request of an upload in parts. */
  s3Write: 5,
  s3Read: 0.4,
  sqsRequest: 0.4,
  dynamodbWriteUnit: 0.625,
  dynamodbReadUnit: 0.125,
} as const;
type Line = keyof typeof prices;

const lineNames: Readonly<Record<Line, string>> = {
  httpApiRequest: 'HTTP API requests',
  lambdaRequest: 'Lambda requests',
  lambdaGigabyteSecond: 'Lambda GB-seconds',
  s3Write: 'S3 write requests',
  s3Read: 'S3 read requests',
  sqsRequest: 'SQS requests',
  dynamodbWriteUnit: 'DynamoDB write units',
  dynamodbReadUnit: 'DynamoDB read units',
};

/** One upload: what the API answers, what S3's event sets off, what the browser sends to S3 itself. */
interface Upload {
  readonly apiPaths: readonly Path[];
  readonly received: Path;
  readonly browserRequests: number;
}

/** For a million form posts. */
const maxFormUsd = 16;

// Measured on no Lambda: functions that make one or two requests, receive-upload with 1,024 MB and the others with 512.
const secondsPerInvocation = 0.05;
const apiGigabytes = 0.5;
const receiveGigabytes = 1;
// One message: S3 sends it, Lambda receives it alone in its batch, and deletes it.
const sqsRequestsPerMessage = 3;

const s3ReadOperations = new Set(['GetObject', 'HeadObject']);
const s3FreeOperations = new Set(['DeleteObject', 'AbortMultipartUpload']);

/** How much of each line one upload uses. */
function linesOf({ apiPaths, received, browserRequests }: Upload): Record<Line, number> {
  const usages = [...apiPaths, received].map(({ usage }) => usage);
  const sum = (amount: (usage: Usage) => number) =>
    usages.reduce((total, usage) => total + amount(usage), 0);
  const s3Reads = sum(({ s3 }) => s3.filter((name) => s3ReadOperations.has(name)).length);
  const s3Free = sum(({ s3 }) => s3.filter((name) => s3FreeOperations.has(name)).length);
  return {
    httpApiRequest: apiPaths.length,
    lambdaRequest: usages.length,
    lambdaGigabyteSecond:
      (apiPaths.length * apiGigabytes + receiveGigabytes) * secondsPerInvocation,
    s3Write: browserRequests + sum(({ s3 }) => s3.length) - s3Reads - s3Free,
    s3Read: s3Reads,
    sqsRequest: sqsRequestsPerMessage,
    dynamodbWriteUnit: sum(({ writeUnits }) => writeUnits),
    dynamodbReadUnit: sum(({ readUnits }) => readUnits),
  };
}

/** The cost of a million uploads, by form and in parts, each read once. */
export function costTable({ issued, received, looked }: FormPaths, film: PartPaths): Table {
  const form = linesOf({ apiPaths: [issued, looked], received, browserRequests: 1 });
  const parts = linesOf({
    apiPaths: [film.issued, film.signed, film.completed, looked],
    received: film.received,
    browserRequests: filmPlan.partCount,
  });
  const lines = Object.keys(prices) as Line[];
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
    headings: ['line', 'price of 1 M', 'form post: uses', 'costs', '1 GiB in parts: uses', 'costs'],
    rows: [
      ...lines.map((line) => [
        lineNames[line],
        `$${Number(prices[line].toFixed(3))}`,
        ...[form, parts].flatMap((uses) => [
          String(Number(uses[line].toFixed(3))),
          usd(uses[line] * prices[line]),
        ]),
      ]),
      ['total', '', '', measuredWithin(total(form), maxFormUsd, usd), '', usd(total(parts))],
      [
        'of links signed by hand',
        '',
        '',
        times(total(form) / handMade(form.s3Write)),
        '',
        times(total(parts) / handMade(parts.s3Write)),
      ],
    ],
    notes: [
      'Links signed by hand: one API request and one invocation, and the same writes to S3; nothing is validated, counted or kept in a table.',
      'An upload is issue, send, receive and one look at the verdict; in parts also one window of signatures and complete.',
      'Assumed, not measured: 50 ms per invocation, at 1,024 MB for receive-upload and 512 MB for the others; every event alone in its batch. Not in it: storage, transfer out, logs.',
    ],
  };
}

/** An amount in words. */
export const usd = (amount: number): string => `$${amount.toFixed(2)}`;
