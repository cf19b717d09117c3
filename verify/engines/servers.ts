// Starts other engines as child processes on loopback: moto (Python) and versitygw (Go).
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { claimPortsInARow } from '../../test/free-ports.ts';

const run = promisify(execFile);

/** Apache-2.0; built into the system's temporary folder, not a dependency of the project. */
const VERSITYGW = {
  version: 'v1.8.0',
  path: 'github.com/versity/versitygw/cmd/versitygw',
} as const;
/** Its build takes two minutes of one core, besides its downloads. */
const MAX_BUILD_MS = 6 * 60_000;
/** How often a server that starts is asked. */
const POLL_MS = 100;

/** A server, and the variables with which the project's tests use it. */
export interface Server extends AsyncDisposable {
  readonly environment: Readonly<Record<string, string>>;
  /** A test that takes longer fails. */
  readonly maxTestMs: number;
}

/** An engine is not available on this machine. */
export class EngineMissingError extends Error {
  override readonly name = 'EngineMissingError';
}

/** Starts moto as DynamoDB. */
export async function startMoto(python: string): Promise<Server> {
  const child = spawn(python, [join(import.meta.dirname, 'serve_moto.py')], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (!child.stdout) throw new EngineMissingError('moto has no output.');
  const [port] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(() => Promise.reject(new EngineMissingError('moto did not start.'))),
  ]);
  return {
    maxTestMs: 180_000,
    environment: { AIRLOCK_DYNAMODB_ENDPOINT: `http://127.0.0.1:${port}` },
    [Symbol.asyncDispose]: () => stop(child),
  };
}

/** Starts versitygw as S3, with its objects in a temporary folder. Builds it first where that was not done before. */
export async function startVersitygw(): Promise<Server> {
  const program = await buildVersitygw();
  const directory = await mkdtemp(join(tmpdir(), 'airlock-versitygw-'));
  const [objects, versions] = [join(directory, 'objects'), join(directory, 'versions')];
  for (const folder of [objects, versions]) await mkdir(folder);
  const port = await claimPortsInARow(1);
  const keys = { accessKeyId: 'ASIAVERIFY', secretAccessKey: 'verify-secret' };
  const child = spawn(
    program,
    ['--port', `127.0.0.1:${port}`, '--quiet', 'posix', '--versioning-dir', versions, objects],
    {
      stdio: 'ignore',
      env: { ROOT_ACCESS_KEY: keys.accessKeyId, ROOT_SECRET_KEY: keys.secretAccessKey },
    },
  );
  const url = `http://127.0.0.1:${port}`;
  while (!(await succeeds(fetch(url)))) {
    if (child.exitCode !== null) throw new EngineMissingError('versitygw did not start.');
    await setTimeout(POLL_MS);
  }
  return {
    // Its pages of versions do not always end, nor does a test that reads them.
    maxTestMs: 60_000,
    environment: {
      AIRLOCK_S3_ENDPOINT: url,
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    },
    async [Symbol.asyncDispose]() {
      await stop(child);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function buildVersitygw(): Promise<string> {
  const folder = join(tmpdir(), `airlock-versitygw-${VERSITYGW.version}`);
  const program = join(folder, 'versitygw');
  if (await succeeds(access(program))) return program;
  try {
    await run('go', ['install', `${VERSITYGW.path}@${VERSITYGW.version}`], {
      env: { ...process.env, GOBIN: folder, GOFLAGS: '-trimpath' },
      timeout: MAX_BUILD_MS,
    });
  } catch (cause) {
    throw new EngineMissingError(`versitygw ${VERSITYGW.version} could not be built: ${cause}`, {
      cause,
    });
  }
  return program;
}

const succeeds = (attempt: Promise<unknown>): Promise<boolean> =>
  attempt.then(
    () => true,
    () => false,
  );

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
