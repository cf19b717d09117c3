// What `airlock owner` runs: exports or deletes everything of one owner, for requests of the people whose data it is.
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { callFunctionWith } from '../operate/call-function.ts';
import { OperateError } from '../operate/operate-error.ts';
import { deleteOwner } from '../operate/owner/delete-owner.ts';
import { exportOwner, INDEX_NAME } from '../operate/owner/export-owner.ts';
import { type OwnerFiles, ownerFilesBy } from '../operate/owner/owner-files.ts';
import {
  airlockOptions,
  airlockUsage,
  findAirlock,
  findingErrors,
  localOptions,
  localUsage,
} from './deployed-airlock.ts';
import { runCommand } from './run-command.ts';

const usage = `Usage: airlock owner export <owner> --to <directory> [options]
       airlock owner delete <owner> --yes [options]

  <owner>            sub of the principal whose files they are
  export             write the bytes of every ready file, and ${INDEX_NAME} with all that is known of each file;
                     what an earlier run has written stays
  --to directory     where they are written
  delete             delete every file, the grants that name the owner, and the counters; run it again to continue
  --yes              delete; without it the command only says how much that is
${localUsage}
${airlockUsage}

Deployed, it needs credentials and AWS_REGION. Exits with 0, with 1 when the bytes of some files could not be written, with 2
when it could not be done. Both are in the audit log, where it is switched on.`;

const options = {
  to: { type: 'string' },
  yes: { type: 'boolean', default: false },
  ...localOptions,
  ...airlockOptions,
} as const;

/** `sub` of a principal, as tokens have it at most. */
const MAX_OWNER_LENGTH = 255;

await runCommand(
  { usage, options, maxWords: 2, foreseen: findingErrors },
  async ({ values, positionals: [verb, owner] }) => {
    if ((verb !== 'export' && verb !== 'delete') || !owner || owner.length > MAX_OWNER_LENGTH) {
      throw new OperateError(usage);
    }
    const { account, outputs } = await findAirlock(values);
    const names = {
      listFiles: outputs.ListFilesFunctionName ?? '',
      issueDownload: outputs.IssueDownloadFunctionName ?? '',
      deleteOwner: outputs.DeleteOwnerFunctionName ?? '',
    };
    if (Object.values(names).includes('')) {
      throw new OperateError('The Airlock is of an older release; deploy this one first.');
    }
    const call = callFunctionWith(new LambdaClient(account));
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
  return `${owner} has ${describeFiles(count)} with ${bytes} bytes. To delete them for good, with their grants and links, run the command again with --yes.`;
}

function describeFiles(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
