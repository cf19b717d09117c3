// `npm run verify:templates`: checks the templates of a covering array of options by cfn-lint, for five regions.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import shippedConfig from '../airlock.config.ts';
import { coveringArray } from '../test/lib/covering-array.ts';
import { configOf, describeChoice, optionSizes } from '../test/lib/documented-options.ts';
import { synthesize } from '../test/lib/synthesize.ts';

const run = promisify(execFile);

/** MIT-0; installed into a temporary environment, not a dependency of the project. */
const CFN_LINT = 'cfn-lint==1.58.0';

/** One region of each kind: the first one, where CloudFront looks for certificates, and others on four continents. */
const regions = ['us-east-1', 'eu-central-1', 'ap-southeast-1', 'ap-south-1', 'sa-east-1'];

/** Rules that are not applied, each with the reason. */
const ignored: Readonly<Record<string, string>> = {
  W3005:
    'The CDK writes a dependency on a role that a reference implies already; it is redundant and does no harm.',
};

const MAX_OUTPUT_BYTES = 16 * 1024 ** 2;

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const directory = await mkdtemp(join(tmpdir(), 'airlock-templates-'));
try {
  const lint = await install();
  if (lint) await verify(lint);
} finally {
  await rm(directory, { recursive: true });
}

/** Installs cfn-lint and returns its path; undefined where there is no Python or no registry. */
async function install(): Promise<string | undefined> {
  const environment = join(directory, 'python');
  try {
    await run('python3', ['-m', 'venv', environment]);
    await run(join(environment, 'bin', 'pip'), ['install', '--quiet', CFN_LINT]);
    return join(environment, 'bin', 'cfn-lint');
  } catch (cause) {
    print(`SKIPPED: ${CFN_LINT} could not be installed, so no template was checked: ${cause}`);
    return undefined;
  }
}

async function verify(lint: string): Promise<void> {
  const configurations = new Map([
    ['as shipped', shippedConfig],
    ...coveringArray(optionSizes).map((row) => [describeChoice(row), configOf(row)] as const),
  ]);
  const names = new Map<string, string>();
  for (const [name, config] of configurations) {
    for (const [stack, template] of Object.entries(await synthesize(config))) {
      const file = join(directory, `${names.size}.json`);
      await writeFile(file, JSON.stringify(template.toJSON()));
      names.set(file, `${stack} stack, ${name}`);
    }
  }
  const findings = await check(lint, [...names.keys()]);
  for (const { file, rule, message } of findings) print(`${names.get(file)}: ${rule} ${message}`);
  print(
    `cfn-lint: ${names.size} templates of ${configurations.size} configurations, ${regions.length} regions, findings: ${findings.length}`,
  );
  for (const [rule, reason] of Object.entries(ignored)) print(`Not applied: ${rule}. ${reason}`);
  if (findings.length > 0) process.exitCode = 1;
}

interface Finding {
  readonly file: string;
  readonly rule: string;
  readonly message: string;
}

async function check(lint: string, files: readonly string[]): Promise<readonly Finding[]> {
  const args = [
    ...['--format', 'json', '--regions', ...regions],
    ...['--ignore-checks', ...Object.keys(ignored)],
    ...['--template', ...files],
  ];
  // Its exit code is a set of bits that says which kinds of finding there are; the list itself says more.
  const { stdout } = await run(lint, args, { maxBuffer: MAX_OUTPUT_BYTES }).catch(
    (error: { readonly stdout?: string }) => {
      if (error.stdout?.startsWith('[')) return { stdout: error.stdout };
      throw error;
    },
  );
  const found: readonly {
    readonly Filename: string;
    readonly Rule: { readonly Id: string };
    readonly Message: string;
  }[] = JSON.parse(stdout || '[]');
  return found.map(({ Filename, Rule, Message }) => ({
    file: Filename,
    rule: Rule.Id,
    message: Message,
  }));
}
