// DynamoDB: the dynoxide engine as a child process that cannot outlive this one.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CannotStartError } from '../cannot-start.ts';
import { claimPort, host, portInUse } from '../ports.ts';
import { indexStream } from './index-stream.ts';

/** A DynamoDB endpoint. */
export interface TableEngine {
  /** Its origin, such as `http://127.0.0.1:4403`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** The address of another engine, from AIRLOCK_DYNAMODB_ENDPOINT. */
export const externalEngine = (): string | undefined =>
  process.env.AIRLOCK_DYNAMODB_ENDPOINT?.replace(/\/$/, '') || undefined;

/** The version that package.json pins for the platforms with a binary package. */
const version = '1.2.1';

/**
 * Starts dynoxide on a port (0 for a free one) with its data in one SQLite file, or takes the endpoint that
 * AIRLOCK_DYNAMODB_ENDPOINT names. Throws {@link CannotStartError} when the port is taken or there is no engine for this platform.
 */
export async function startTableEngine(options: {
  port: number;
  file: string;
}): Promise<TableEngine> {
  const external = externalEngine();
  if (external) return { url: external, stop: async () => {} };
  for (let attempt = 1; ; attempt += 1) {
    const port = await claimPort(options.port);
    const child = launch([
      'serve',
      '--host',
      host,
      '--port',
      String(port),
      '--db-path',
      options.file,
    ]);
    const failure = await readiness(child);
    if (failure === undefined) {
      indexStream(options.file);
      return { url: `http://${host}:${port}`, stop: () => stop(child) };
    }
    // Between the claim and the launch another process may take the port; then another free one is used.
    if (!/in use/.test(failure) || options.port !== 0 || attempt === 5) throw explain(failure);
  }
}

/** The watcher reads the pipe from this process: when this process dies, however it dies, the pipe ends and the engine is killed. */
const watcher =
  '"$@" < /dev/null & child=$!; { read -r _; kill -9 $child 2> /dev/null; } <&3 & wait $child';

function launch(parameters: string[]): ChildProcess {
  return spawn('/bin/sh', ['-c', watcher, 'sh', ...engineCommand(), ...parameters], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
}

/** The command that runs the engine: its binary if there is one for this platform, else npx. */
export const engineCommand = (): [string, ...string[]] =>
  findBinary() ?? ['npx', '--yes', `dynoxide@${version}`];

function findBinary(): [string] | undefined {
  const platform = `@dynoxide/${process.platform}-${process.arch}`;
  try {
    return [
      join(createRequire(import.meta.url).resolve(`${platform}/package.json`), '..', 'dynoxide'),
    ];
  } catch {
    return undefined;
  }
}

/** Resolves with undefined once the engine listens, or with its output once it has ended. */
async function readiness(child: ChildProcess): Promise<string | undefined> {
  const said: string[] = [];
  return new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface(stream).on('line', (line) => {
        if (line.includes('listening on')) resolve(undefined);
        else if (said.length < 20) said.push(line);
      });
    }
    child.once('error', (error) => resolve(error.message));
    child.once('exit', () => {
      child.stdio[3]?.destroy();
      resolve(said.join(' ').trim() || 'it ended without any output');
    });
  });
}

function explain(failure: string): CannotStartError {
  const inUse = /port (\d+) is already in use/.exec(failure);
  if (inUse) return portInUse(Number(inUse[1]));
  const reason = findBinary()
    ? `did not start: ${failure}`
    : `is not installed for ${process.platform}-${process.arch}, and npx dynoxide@${version} did not start`;
  return new CannotStartError(
    `The DynamoDB engine ${reason}; run DynamoDB Local or another engine yourself and name its address in AIRLOCK_DYNAMODB_ENDPOINT.`,
  );
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.stdio[3]?.destroy();
  await exited;
}
