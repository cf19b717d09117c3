// `airlock owner`: lists owners, and exports or deletes everything of one, for requests of persons about their data.
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { bytesInWords } from '../lambdas/domain/bytes-in-words.ts';
import { type CallFunction, callFunctionWith } from '../operate/call-function.ts';
import { OperateError } from '../operate/operate-error.ts';
import { deleteOwner } from '../operate/owner/delete-owner.ts';
import { exportOwner, INDEX_NAME } from '../operate/owner/export-owner.ts';
import { limitsBy, listOwners } from '../operate/owner/list-owners.ts';
import { type OwnerFiles, ownerFilesBy } from '../operate/owner/owner-files.ts';
import { ownerLine } from '../operate/owner/owner-line.ts';
import {
  airlockOptions,
  airlockUsage,
  type FoundAirlock,
  findAirlock,
  findingErrors,
  localOptions,
  localUsage,
} from './deployed-airlock.ts';
import { runCommand } from './run-command.ts';

/** Owners that are listed at a time. */
const DEFAULT_LIMIT = 100;

const usage = `Usage: airlock owner list [--limit number] [--after owner] [--json] [options]
       airlock owner export <owner> --to <directory> [options]
       airlock owner delete <owner> --yes [options]

  <owner>            sub of the principal whose files they are
  list               print who keeps files, how many and how much, and what each may keep
  --limit number     how many owners, default ${DEFAULT_LIMIT}
  --after owner      continue behind this one of an earlier list
  --json             print one JSON object per line: owner, files, bytes, limits
  export             write the bytes of every ready file, and ${INDEX_NAME} with all that is known of each file;
                     what an earlier run has written stays
  --to directory     where they are written
  delete             delete every file, the grants that name the owner, and the counters; run it again to continue
  --yes              delete; without it the command only says how much that is
${localUsage}
${airlockUsage}

Deployed, it needs credentials and AWS_REGION. Exits with 0, with 1 when the bytes of some files could not be written, with 2
when it could not be done. Exports and deletions are in the audit log, where it is switched on.`;

const options = {
  to: { type: 'string' },
  yes: { type: 'boolean', default: false },
  limit: { type: 'string', default: String(DEFAULT_LIMIT) },
  after: { type: 'string' },
  json: { type: 'boolean', default: false },
  ...localOptions,
  ...airlockOptions,
} as const;

/** `sub` of a principal, as tokens have it at most. */
const MAX_OWNER_LENGTH = 255;

await runCommand(
  { usage, options, maxWords: 2, foreseen: findingErrors },
  async ({ values, positionals: [verb, owner] }) => {
    const isList = verb === 'list' && owner === undefined;
    const isOfOne = (verb === 'export' || verb === 'delete') && Boolean(owner);
    if (!(isList || isOfOne) || (owner?.length ?? 0) > MAX_OWNER_LENGTH) {
      throw new OperateError(usage);
    }
    const limit = Number(values.limit);
    if (!Number.isInteger(limit) || limit < 1) {
      throw new OperateError('--limit has to be a whole number from 1.');
    }
    const airlock = await findAirlock(values);
    const call = callFunctionWith(new LambdaClient(airlock.account));
    if (owner === undefined) return list(airlock, call, { ...values, limit });
    const { outputs } = airlock;
    const names = {
      listFiles: outputs.ListFilesFunctionName ?? '',
      issueDownload: outputs.IssueDownloadFunctionName ?? '',
      deleteOwner: outputs.DeleteOwnerFunctionName ?? '',
    };
    if (Object.values(names).includes('')) throw tooOld();
    const files = ownerFilesBy(call, names, owner);
    if (verb === 'export') {
      if (values.to === undefined) throw new OperateError('Say where to with --to.');
      return exportTo(files, owner, resolve(values.to));
    }
    if (!values.yes) throw new OperateError(await describeDeletion(files, owner));
    const deleted = await deleteOwner(call, names.deleteOwner, owner, setTimeout, (count) =>
      say(`${describeFiles(count)} deleted so far`),
    );
    say(`Everything of ${owner} is deleted: ${describeFiles(deleted)}, grants and counters.`);
    return 0;
  },
);

function tooOld(): OperateError {
  return new OperateError('The Airlock is of an older release; deploy this one first.');
}

interface ListChoice {
  readonly limit: number;
  readonly after?: string | undefined;
  readonly json: boolean;
}

async function list(
  { outputs, tables }: FoundAirlock,
  call: CallFunction,
  { limit, after, json }: ListChoice,
): Promise<number> {
  const { TableName, GetUsageFunctionName } = outputs;
  if (!TableName || !GetUsageFunctionName) throw tooOld();
  const limitsOf = limitsBy(call, GetUsageFunctionName);
  let count = 0;
  let last = '';
  for await (const found of listOwners(new DynamoDBClient(tables), TableName, {
    limitsOf,
    after,
  })) {
    if (count === limit) {
      process.stderr.write(`There are more. To continue: --after ${JSON.stringify(last)}\n`);
      return 0;
    }
    say(json ? JSON.stringify(found) : ownerLine(found));
    count += 1;
    last = found.owner;
  }
  if (count === 0) process.stderr.write('There are no owners with files.\n');
  return 0;
}

async function exportTo(files: OwnerFiles, owner: string, directory: string): Promise<number> {
  const { files: count, written, kept, failures } = await exportOwner(files, directory, fetch);
  for (const failure of failures) process.stderr.write(`${failure}\n`);
  const before = kept > 0 ? `, ${kept} there from before` : '';
  say(
    `${owner} has ${describeFiles(count)}: the bytes of ${written} written${before}. ${directory}`,
  );
  if (failures.length > 0) say(`${failures.length} failed; run the command again.`);
  return failures.length > 0 ? 1 : 0;
}

async function describeDeletion(files: OwnerFiles, owner: string): Promise<string> {
  let count = 0;
  let bytes = 0;
  for await (const { size } of files.list()) {
    count += 1;
    bytes += size;
  }
  return `${owner} has ${describeFiles(count)} with ${bytesInWords(bytes)}. To delete them for good, with their grants and links, run the command again with --yes.`;
}

function describeFiles(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
