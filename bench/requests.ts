// Bench: what each path of the story asks of AWS, and from that what an upload costs.
import { connectDynamo, connectS3 } from '../lambdas/aws/connect.ts';
import { region } from '../local/addresses.ts';
import type { Cloud } from '../local/cloud.ts';
import config from './airlock.config.ts';
import { costTable } from './requests/cost.ts';
import { meter, type Usage } from './requests/meter.ts';
import { openQuietBucket } from './requests/quiet-bucket.ts';
import { type Budget, type Path, walkForm, walkParts } from './requests/story.ts';
import { wireUseCases } from './requests/use-cases.ts';
import { type Table, within } from './table.ts';
import { startTemporaryCloud } from './temporary-cloud.ts';

/** Walks every path once on a real local cloud. */
export async function measureRequests(): Promise<readonly Table[]> {
  await using cloud = await startTemporaryCloud();
  pointSdkAt(cloud);
  const bucket = await openQuietBucket(connectS3());
  const clients = { dynamo: connectDynamo(), s3: connectS3() };
  const measure = meter(clients);
  const table = cloud.addresses.table;
  const useCases = wireUseCases({ config, table, bucket: bucket.name, ...clients });
  const form = await walkForm(useCases, measure, bucket);
  const parts = await walkParts(useCases, measure, bucket);
  return [requestTable([...Object.values(form), ...Object.values(parts)]), costTable(form, parts)];
}

/** What Lambda and the local cloud put into a function's environment: the clients take everything from there. */
function pointSdkAt({ addresses, credentials }: Cloud): void {
  Object.assign(process.env, {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_ENDPOINT_URL_S3: addresses.s3,
    AWS_ENDPOINT_URL_DYNAMODB: addresses.dynamodb,
  });
}

const requestTable = (paths: readonly Path[]): Table => ({
  title: 'AWS requests per path, counted at the SDK',
  headings: ['path', 'DynamoDB', 'S3', 'read from S3', 'RRU', 'WRU', 'operations'],
  rows: paths.map(({ name, usage, budget }) => [
    name,
    within(usage.dynamodb.length, budget.dynamodb),
    within(usage.s3.length, budget.s3),
    bytesRead(usage, budget),
    String(usage.readUnits),
    String(usage.writeUnits),
    [...usage.s3, ...usage.dynamodb].join(', '),
  ]),
  notes: [
    'RRU and WRU are DynamoDB request units of table and indexes, as the engine reports them.',
  ],
});

const bytesRead = ({ s3BytesRead }: Usage, { s3BytesRead: budget = 0 }: Budget) =>
  within(s3BytesRead / 1024, budget / 1024, (kibibytes) => `${kibibytes} KiB`);
