// `airlock import`: makes files of objects that are in S3 already and that a manifest lists.
import { setTimeout } from 'node:timers/promises';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { callFunctionWith } from '../operate/call-function.ts';
import { awaitVerdicts } from '../operate/import/await-verdicts.ts';
import { copyObjectWith } from '../operate/import/copy-object.ts';
import { findSourceWith } from '../operate/import/find-source.ts';
import type { LineEnd } from '../operate/import/import-line.ts';
import { type Counts, importManifest, resultOf } from '../operate/import/import-manifest.ts';
import { importsBy } from '../operate/import/imports.ts';
import { type ImportLine, readManifest } from '../operate/import/manifest.ts';
import { openResults, readFinalStatuses, statuses } from '../operate/import/results.ts';
import { validateManifest } from '../operate/import/validate-manifest.ts';
import { OperateError } from '../operate/operate-error.ts';
import {
  airlockOptions,
  airlockUsage,
  findAirlock,
  findingErrors,
  localOptions,
  localUsage,
} from './deployed-airlock.ts';
import { runCommand } from './run-command.ts';

const usage = `Usage: airlock import <manifest> [options]

Makes files of objects that are in S3 already. S3 copies the bytes; they are judged as uploads are. The manifest has one object
a line, as JSON or, where its name ends in .csv, as CSV with a header: bucket, key, owner, collection, name and, if known,
versionId, contentType, title, caption, metadata, createdAt, expiresAt, reference. See docs/importing.md.

  --dry-run          check every line, read no bytes and write nothing
  --results file     where the result of each line is appended, default <manifest>.results.jsonl; lines that it
                     names as ready, rejected or deleted are skipped
  --ignore-quota     let files exceed the quota of their owners; they count all the same
  --concurrency n    lines at a time, 1 to 64, default 16
  --wait minutes     how long to wait for a verdict, default 15
${localUsage}
${airlockUsage}

Deployed, it needs credentials and AWS_REGION. Exits with 0 when every line is a ready file, with 1 when some are not, with 2
when it could not begin or had to stop.`;

const options = {
  'dry-run': { type: 'boolean', default: false },
  results: { type: 'string' },
  'ignore-quota': { type: 'boolean', default: false },
  concurrency: { type: 'string', default: '16' },
  wait: { type: 'string', default: '15' },
  ...localOptions,
  ...airlockOptions,
} as const;

/**
 * Attempts of each request: a new account runs ten functions at once, and S3 throttles a client that begins with thousands of
 * requests.
 */
const maxAttempts = 10;
/** Lines of a dry run that are shown. */
const MAX_SHOWN = 100;
/** Results between two lines about the progress. */
const PROGRESS_LINES = 1_000;

await runCommand(
  { usage, options, maxWords: 1, foreseen: findingErrors },
  async ({ values, positionals: [manifest] }) => {
    if (manifest === undefined) throw new OperateError(usage);
    const concurrency = wholeNumber('concurrency', values.concurrency, 64);
    const waitMinutes = wholeNumber('wait', values.wait, 24 * 60);
    const { account, storage, outputs } = await findAirlock(values);
    const { MediaBucketName: mediaBucket, IssueUploadFunctionName: functionName } = outputs;
    if (!mediaBucket || !functionName) {
      throw new OperateError('The Airlock is of an older release; deploy this one first.');
    }
    const total = await requireValid(manifest, mediaBucket);

    const isTrial = values['dry-run'];
    const resultPath = values.results ?? `${manifest}.results.jsonl`;
    const done = await readFinalStatuses(resultPath);
    const results = isTrial ? undefined : await openResults(resultPath);
    const s3 = new S3Client({ ...storage, maxAttempts });
    const imports = importsBy(
      callFunctionWith(new LambdaClient({ ...account, maxAttempts })),
      functionName,
      setTimeout,
    );
    const verdicts = awaitVerdicts({
      lookUp: imports.lookUp,
      pause: setTimeout,
      now: () => new Date(),
      patienceSeconds: waitMinutes * 60,
    });
    const show = showTrial();
    let finished = 0;
    const counts = await importManifest(readManifest(manifest), {
      findSource: findSourceWith(s3),
      copyObject: copyObjectWith(s3, mediaBucket),
      ...{ imports, verdicts, done, concurrency, isTrial },
      ignoresQuota: values['ignore-quota'],
      async record(line, end) {
        if (end.status === 'admissible' || !results) show(line, end);
        else await results.add(resultOf(line, end, end.status));
        finished += 1;
        if (finished % PROGRESS_LINES === 0) say(`${finished} of ${total} lines`);
      },
    }).finally(() => results?.close());
    say(summaryOf(counts));
    if (!isTrial) say(`Results: ${resultPath}`);
    const good = (counts.get('ready') ?? 0) + (counts.get('admissible') ?? 0);
    return good === total ? 0 : 1;
  },
);

/** Checks the whole manifest and returns how many objects it names. */
async function requireValid(manifest: string, mediaBucket: string): Promise<number> {
  const { count, problems, problemCount } = await validateManifest(
    readManifest(manifest),
    mediaBucket,
  );
  if (count === 0) throw new OperateError(`${manifest} names no object.`);
  if (problemCount === 0) return count;
  const more = problemCount > problems.length ? [`and ${problemCount - problems.length} more`] : [];
  throw new OperateError([...problems, ...more, 'Nothing was imported.'].join('\n'));
}

/** Shows the objects that would not be imported. */
function showTrial(): (line: ImportLine, end: LineEnd) => void {
  let shown = 0;
  return ({ line }, { status, reason }) => {
    if (status === 'admissible' || status === 'ready' || shown === MAX_SHOWN) return;
    shown += 1;
    say(`Line ${line}: ${status}${reason === undefined ? '' : `, ${reason}`}`);
  };
}

function wholeNumber(option: string, text: string, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new OperateError(`--${option} has to be a whole number from 1 to ${most}.`);
}

/** The counts of all statuses, in an order that does not depend on which line ended first. */
function summaryOf(counts: Counts): string {
  const found = ['admissible', ...statuses].filter((status) => counts.has(status));
  return `${found.map((status) => `${counts.get(status)} ${status}`).join(', ')}.`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
