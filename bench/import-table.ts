// Fills a table before its engine starts: the engine's own import takes a fifth of the time that BatchWriteItem takes.
import { createWriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Item } from '../lambdas/aws/dynamodb/dynamo-items.ts';
import { engineCommand } from '../local/table/dynoxide.ts';
import { tableSchema } from '../test/aws/dynamo.ts';
import { run } from './process.ts';

/** The name of every bench's table. */
export const tableName = 'bench';

/** Writes a database with one table, with the stack's keys and indexes, that holds the items; returns its file. */
export async function importTable(
  path: (...names: readonly string[]) => string,
  items: Iterable<Item>,
): Promise<string> {
  // The form in which DynamoDB exports a table to S3 (DynamoDB developer guide, "DynamoDB table export output format").
  const source = path('export');
  const data = path('export', tableName, 'data');
  await mkdir(data, { recursive: true });
  await pipeline(
    Readable.from(linesOf(items)),
    createGzip({ level: 1 }),
    createWriteStream(`${data}/items.json.gz`),
  );
  const schema = path('schema.json');
  await writeFile(schema, JSON.stringify({ Table: description }));
  const file = path('dynamodb.sqlite');
  const [command, ...parameters] = engineCommand();
  const options = ['--source', source, '--schema', schema, '--output', file];
  await run(command, [...parameters, 'import', ...options]);
  await rm(source, { recursive: true });
  return file;
}

function* linesOf(items: Iterable<Item>): Iterable<string> {
  for (const Item of items) yield `${JSON.stringify({ Item })}\n`;
}

const description = {
  TableName: tableName,
  TableStatus: 'ACTIVE',
  BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
  ...tableSchema(),
};
