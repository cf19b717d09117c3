// `npm run verify:api`: a fuzzer and two generated clients, none of them ours, against the API as it describes itself.
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../lib/project.ts';
import { accessToken } from '../../test/access-token.ts';
import { npmStart } from '../../test/npm-start.ts';

/** Both MIT; installed into a temporary environment, not dependencies of the project. */
const PYTHON_PACKAGES = ['schemathesis==4.32.5', 'openapi-python-client==0.29.1'];
/** MIT; installed into a temporary folder. */
const NODE_PACKAGES = ['openapi-typescript@7.13.0', 'openapi-fetch@0.17.0', 'typescript@5.9.3'];
const EXAMPLES_PER_OPERATION = 20;
const MAX_OUTPUT_BYTES = 64 * 1024 ** 2;

const run = promisify(execFile);
const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const directory = await mkdtemp(join(tmpdir(), 'airlock-api-'));
try {
  const python = await installPython();
  const cloud = await npmStart({ state: join(directory, 'state') });
  try {
    const { api } = cloud.addresses;
    const token = await accessToken(cloud.addresses);
    if (python) {
      await step('schemathesis', () => fuzz(python, api, token));
      await step('a generated Python client', () => uploadFromPython(python, api, token));
    }
    await step('a generated TypeScript client', () => uploadFromTypeScript(api, token));
  } finally {
    await cloud.stop();
  }
} finally {
  await rm(directory, { recursive: true, force: true });
}

/** Runs one step; prints what it found, or why it failed. */
async function step(title: string, work: () => Promise<string>): Promise<void> {
  try {
    print(`ok    ${title}: ${await work()}`);
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    print(`FAIL  ${title}: ${error}\n${stdout}${stderr}`);
    process.exitCode = 1;
  }
}

/** The folder of the programs; undefined where there is no Python or no registry. */
async function installPython(): Promise<string | undefined> {
  const environment = join(directory, 'python');
  try {
    await run('python3', ['-m', 'venv', environment]);
    await run(join(environment, 'bin', 'pip'), ['install', '--quiet', ...PYTHON_PACKAGES]);
    return join(environment, 'bin');
  } catch (cause) {
    print(`SKIPPED: ${PYTHON_PACKAGES.join(' and ')} could not be installed: ${cause}`);
    return undefined;
  }
}

/** Every answer has a documented status, content type and body, and none is a failure of the service. */
async function fuzz(python: string, api: string, token: string): Promise<string> {
  const checks = [
    'not_a_server_error',
    'status_code_conformance',
    'content_type_conformance',
    'response_schema_conformance',
  ];
  const { stdout } = await run(
    join(python, 'schemathesis'),
    [
      ...['run', `${api}/openapi.json`, '--url', api, '--no-color', '--seed', '1'],
      ...['--header', `Authorization: Bearer ${token}`, '--max-redirects', '0'],
      ...['--checks', checks.join(','), '--phases', 'examples,coverage,fuzzing,stateful'],
      ...['--max-examples', String(EXAMPLES_PER_OPERATION), '--generation-database', 'none'],
      ...['--rate-limit', '40/s', '--request-timeout', '30', '--continue-on-failure'],
    ],
    { cwd: directory, maxBuffer: MAX_OUTPUT_BYTES },
  );
  return stdout.trim().split('\n').slice(-12).join('\n      ');
}

async function uploadFromPython(python: string, api: string, token: string): Promise<string> {
  const home = join(directory, 'python-client');
  const settings = join(directory, 'python-client.json');
  await writeFile(settings, JSON.stringify({ package_name_override: 'airlock_client' }));
  await run(
    join(python, 'openapi-python-client'),
    [
      ...['generate', '--url', `${api}/openapi.json`, '--meta', 'none'],
      ...['--output-path', join(home, 'airlock_client'), '--config', settings],
    ],
    // It formats what it generates with a program that the same environment has.
    { env: { ...process.env, PATH: `${python}:${process.env.PATH}` } },
  );
  const script = join(projectRoot, 'verify', 'api', 'upload.py');
  return outcomeOf(await run(join(python, 'python'), [script, home, api, token]));
}

async function uploadFromTypeScript(api: string, token: string): Promise<string> {
  const home = join(directory, 'typescript-client');
  await mkdir(home);
  await writeFile(join(home, 'package.json'), '{ "type": "module" }');
  await writeFile(
    join(home, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        ...{
          strict: true,
          module: 'nodenext',
          target: 'es2024',
          lib: ['es2024', 'dom', 'dom.iterable'],
        },
        ...{ noEmit: true, allowImportingTsExtensions: true, types: ['node'] },
      },
    }),
  );
  await copyFile(join(projectRoot, 'verify', 'api', 'upload.ts'), join(home, 'upload.ts'));
  const inHome = { cwd: home, maxBuffer: MAX_OUTPUT_BYTES };
  const quiet = ['--no-audit', '--no-fund', '--silent'];
  await run('npm', ['install', ...quiet, ...NODE_PACKAGES, '@types/node@24.19.2'], inHome);
  const bin = (name: string) => join(home, 'node_modules', '.bin', name);
  await run(bin('openapi-typescript'), [`${api}/openapi.json`, '-o', 'schema.ts'], inHome);
  await run(bin('tsc'), [], inHome);
  return outcomeOf(await run(process.execPath, ['upload.ts', api, token], inHome));
}

function outcomeOf({ stdout }: { readonly stdout: string }): string {
  const { status } = JSON.parse(stdout) as { status: string };
  if (status !== 'ready') throw new Error(`The file is ${status}.`);
  return stdout.trim();
}
