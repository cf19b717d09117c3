// `npm run verify:engines`: the tests of the adapters and of the local S3 on other engines, and the templates created by one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import shippedConfig from '../../airlock.config.ts';
import { formatMarkdown, formatTable, type Table } from '../../bench/table.ts';
import { projectRoot } from '../../lib/project.ts';
import { synthesize } from '../../test/lib/synthesize.ts';
import { PythonMissingError, preparePython } from '../python.ts';
import {
  type Difference,
  motoDifferences,
  notOnMoto,
  versitygwDifferences,
} from './differences.ts';
import { type Outcome, runTests } from './run-tests.ts';
import { EngineMissingError, startMoto, startVersitygw } from './servers.ts';

/** The tests that use a DynamoDB engine through `startTestDynamo`, as paths under `test/`. */
const tableTests = [
  ...[
    'edit-and-replace',
    'files',
    'lapsed',
    'list-entries',
    'list-files',
    'ownership',
    'scan-file',
  ].map((name) => `aws/${name}`),
  ...['aws/sharing', 'aws/sharing-limits', 'complete-upload', 'delete-owner', 'issue-batch'],
  ...['reap-uploads', 'receive-late-scan-result', 'receive-scan-result', 'receive-upload'],
  ...['reconcile', 'scan-upload', 'service', 'upload-permissions'],
];

const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const directory = await mkdtemp(join(tmpdir(), 'airlock-engines-'));
const tables: Table[] = [];
const problems: string[] = [];
try {
  const [python, versitygw] = [await orSkip(preparePythonHere), await orSkip(startVersitygw)];
  if (python) {
    await using moto = await startMoto(python);
    const report = join(directory, 'moto.json');
    const outcome = await runTests(moto, 'test', tableTests, motoDifferences, report);
    add('DynamoDB: moto 5.2.5', outcome, motoDifferences, Object.entries(notOnMoto));
    await createTemplates(python);
  }
  if (versitygw) {
    await using gateway = versitygw;
    const folder = join('test', 'local', 's3');
    const files = (await readdir(join(projectRoot, folder)))
      .filter((file) => file.endsWith('.test.ts'))
      .map((file) => file.slice(0, -'.test.ts'.length));
    const report = join(directory, 'versitygw.json');
    const outcome = await runTests(gateway, folder, files, versitygwDifferences, report);
    add('S3: versitygw 1.8.0', outcome, versitygwDifferences, []);
  }
} finally {
  await rm(directory, { recursive: true, force: true });
}
for (const table of tables) print(formatTable(table));
for (const problem of problems) print(`FAIL  ${problem}`);
if (problems.length > 0) process.exitCode = 1;
else if (values.write) await writePage();

function preparePythonHere(): Promise<string> {
  return preparePython(import.meta.dirname);
}

/** Undefined, with a message, when an engine is not available. */
async function orSkip<Engine>(prepare: () => Promise<Engine>): Promise<Engine | undefined> {
  try {
    return await prepare();
  } catch (error) {
    if (!(error instanceof PythonMissingError) && !(error instanceof EngineMissingError)) {
      throw error;
    }
    print(`SKIPPED: ${error.message}`);
    return undefined;
  }
}

function add(
  title: string,
  { passed, different, notApplicable, problems: found }: Outcome,
  differences: readonly Difference[],
  notRun: readonly (readonly [file: string, reason: string])[],
): void {
  problems.push(...found.map((problem) => `${title}: ${problem}`));
  const count = ({ tests }: Difference) => Object.values(tests).flat().length;
  tables.push({
    title: `${title}: ${passed} tests pass, ${different} differ, ${notApplicable} look inside the project’s own engine`,
    headings: ['tests', 'of', 'why they differ'],
    rows: [
      ...differences.map((difference) => [
        String(count(difference)),
        Object.keys(difference.tests).join(', '),
        difference.reason,
      ]),
      ...notRun.map(([file, reason]) => ['all', file, `Not run. ${reason}`]),
    ],
  });
}

interface Created {
  readonly created: Readonly<Record<string, number>>;
  readonly unknown: Readonly<Record<string, number>>;
  readonly problems: readonly string[];
}

/** Has moto create the stacks of the shipped configuration. */
async function createTemplates(python: string): Promise<void> {
  const templates = Object.fromEntries(
    Object.entries(await synthesize(shippedConfig)).map(([stack, template]) => [
      stack,
      template.toJSON(),
    ]),
  );
  const child = spawn(python, [join(import.meta.dirname, 'create_templates.py')], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  child.stdin.end(JSON.stringify(templates));
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await closed;
  if (code !== 0) {
    problems.push(`moto created no stack: ${errors.trim().split('\n').at(-1)}`);
    return;
  }
  const stacks = Object.entries(JSON.parse(output) as Readonly<Record<string, Created>>);
  const list = (types: Readonly<Record<string, number>>) =>
    Object.entries(types)
      .toSorted(([one], [other]) => one.localeCompare(other))
      .map(([type, count]) => `${type.replace('AWS::', '')} ${count}`)
      .join(', ');
  for (const [stack, made] of stacks) {
    problems.push(...made.problems.map((problem) => `moto, ${stack} stack: ${problem}`));
  }
  tables.push({
    title: 'CloudFormation: what moto 5.2.5 creates of the shipped configuration',
    headings: ['stack', 'created', 'of a type that moto does not know'],
    rows: stacks.map(([stack, { created, unknown }]) => [stack, list(created), list(unknown)]),
    notes: [
      'Each table has the keys, indexes and stream of its template, each function its memory, time limit and variables, each queue its dead-letter queue. The global table is created as a table of one region.',
    ],
  });
}

async function writePage(): Promise<void> {
  const introduction = `# Tests on engines that are not ours

Written by \`npm run verify:engines -- --write\`. The tests of the adapters run against DynamoDB as [moto](https://docs.getmoto.org) has it, and the
tests that say what the embedded S3 does against [versitygw](https://github.com/versity/versitygw), a gateway that stores objects in a file system. A test that fails
there without a reason in \`verify/engines/differences.ts\` fails the run, and so does one that has a reason and passes. Python, or Go
for versitygw, and their registries must be there; what is missing is skipped, loudly.`;
  const page = [introduction, ...tables.map(formatMarkdown)].join('\n\n');
  await writeFile(join(projectRoot, 'docs', 'engines.md'), `${page}\n`);
}
