// `npm start` as a child process, for tests and benches that want the real thing and look at it from outside.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '../lib/project.ts';
import { servers } from '../local/addresses.ts';
import type { Addresses } from '../local/controls.ts';
import { type Credentials, credentialsOf } from '../local/lambda/credentials.ts';
import { idsOf } from '../local/state.ts';
import { claimPortsInARow } from './free-ports.ts';

/** A local cloud that runs in a separate process. */
export interface StartedCloud {
  /** What it wrote to `local.json`. */
  readonly addresses: Addresses;
  /** An access key that its S3 and its tables know, for looking behind the API. */
  readonly credentials: Credentials;
  readonly pid: number;
  /** What it has printed so far. */
  readonly lines: readonly string[];
  /** Sends the signal; resolves with the exit code once the process has ended and its pipes are closed. */
  stop(signal?: 'SIGINT' | 'SIGTERM'): Promise<number | null>;
}

/** How often a start is tried on other ports. */
const MAX_STARTS = 5;

/** Options of `npm start`, and where the project lies. */
export interface NpmStartOptions {
  readonly state: string;
  readonly configFile?: string;
  /** A checkout. Default: this one. */
  readonly project?: string;
}

/** Starts a local cloud on free ports and waits until it is ready. Throws with what it printed when it ends before. */
export async function npmStart(options: NpmStartOptions): Promise<StartedCloud> {
  const { state, configFile, project } = options;
  const { child, lines } = await startOnFreePorts(
    ['--state', state, ...(configFile ? ['--config', configFile] : [])],
    project,
  );
  const read = (name: string) => readFile(join(state, name), 'utf8');
  return {
    addresses: JSON.parse(await read('local.json')) as Addresses,
    credentials: credentialsOf('the local cloud', idsOf(await read('identity'))),
    pid: child.pid ?? 0,
    lines,
    async stop(signal = 'SIGTERM') {
      const closed = once(child, 'close');
      child.kill(signal);
      const [code] = await closed;
      return code;
    },
  };
}

/** A process that is ready, and what it prints. */
interface Running {
  readonly child: ChildProcess;
  readonly lines: readonly string[];
}

/** Starts `npm start`, again on other ports when another process was faster to take one of those that were free. */
async function startOnFreePorts(args: readonly string[], project?: string): Promise<Running> {
  for (let attempt = 1; ; attempt += 1) {
    const basePort = await claimPortsInARow(servers.length);
    const child = spawnStart(['--port', String(basePort), ...args], project);
    const { lines, isReady } = follow(child);
    if (await isReady) return { child, lines };
    const printed = lines.join('\n');
    if (attempt === MAX_STARTS || !/^Port \d+ is in use;/m.test(printed)) {
      throw new Error(`npm start ended with:\n${printed}`);
    }
  }
}

/** Starts `npm start` with these arguments and waits for its end: its exit code and what it printed. */
export async function npmStartInVain(
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly text: string }> {
  const child = spawnStart(args);
  const { lines } = follow(child);
  const [code] = await once(child, 'close');
  return { code, text: lines.join('\n') };
}

function spawnStart(args: readonly string[], project: string = projectRoot): ChildProcess {
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, [join(project, 'bin', 'start.ts'), ...args], {
    cwd: project,
    // Nothing of the test runner's or the bench's own settings, except where compiled modules are.
    env: { PATH, HOME, ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // A test that stops half way must not leave a cloud behind.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('close', () => process.off('exit', kill));
  return child;
}

/** Keeps what a process prints; `isReady` is false when it ends before it is. */
function follow(child: ChildProcess) {
  const lines: string[] = [];
  const { promise: isReady, resolve } = Promise.withResolvers<boolean>();
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      if (line.startsWith('Ready')) resolve(true);
    });
  }
  child.once('close', () => resolve(false));
  return { lines, isReady };
}

/**
 * Command lines of the running processes that name `text`, such as a state directory that is in use.
 * Empty where the system does not show processes as files.
 */
export function processesNaming(text: string): string[] {
  const commandOf = (pid: string): string => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return '';
    }
  };
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(commandOf)
    .filter((command) => command.includes(text));
}
