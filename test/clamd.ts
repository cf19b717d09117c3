// A real clamd for the tests of one file, with a separate database that knows nothing but EICAR's test file.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isProgram, onPath } from './find-program.ts';
import { claimPortsInARow } from './free-ports.ts';

const host = '127.0.0.1';

/** Where no server listens: the port of TCPMUX (RFC 1078), which no system of today runs. */
export const unreachable = { host, port: 1 } as const;

/** EICAR's test file, in pieces: in one it would set off every scanner that this repository passes. */
export const eicar = [
  'X5O!P%@AP[4\\PZX54(P^)7CC)7}$',
  'EICAR-STANDARD',
  '-ANTIVIRUS-TEST',
  '-FILE!$H+H*',
].join('');

const program = [
  ...onPath(['clamd'], process.env.PATH),
  '/usr/sbin/clamd',
  '/usr/local/sbin/clamd',
].find(isProgram);

/** Whether this machine has a clamd; says loudly what is not tested when it has none. */
export const hasClamd = program !== undefined;
if (!hasClamd) {
  console.error(
    '\n*** NOT TESTED: scans by a real clamd, for there is none here. Install it: apt-get install clamav-daemon ***\n',
  );
}

export interface TestClamd extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
}

/** How often a start is tried on another port. */
const MAX_STARTS = 5;
const PING_MS = 5_000;

/** Starts clamd on a free port, with settings beside those that the README asks for. */
export async function startClamd(settings: readonly string[] = []): Promise<TestClamd> {
  if (!program) throw new Error('This machine has no clamd.');
  const directory = await mkdtemp(join(tmpdir(), 'airlock-clamd-'));
  const signature = Buffer.from(eicar).toString('hex');
  await writeFile(join(directory, 'eicar.ndb'), `Eicar-Test-Signature:0:*:${signature}\n`);
  for (let attempt = 1; ; attempt += 1) {
    const port = await claimPortsInARow(1);
    const child = await launch(program, { directory, port, settings });
    const printed: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => printed.push(text));
    }
    if (await isAnswering(port, child)) {
      return {
        host,
        port,
        async [Symbol.asyncDispose]() {
          await ended(child);
          await rm(directory, { recursive: true, force: true });
        },
      };
    }
    if (attempt === MAX_STARTS) throw new Error(`clamd did not start: ${printed.join('')}`);
  }
}

async function launch(
  clamd: string,
  options: { directory: string; port: number; settings: readonly string[] },
): Promise<ChildProcess> {
  const { directory, port, settings } = options;
  const lines = [
    'Foreground yes',
    `TCPSocket ${port}`,
    `TCPAddr ${host}`,
    `DatabaseDirectory ${directory}`,
    `TemporaryDirectory ${directory}`,
    'AlertEncrypted yes',
    'AlertExceedsMax yes',
    'MaxThreads 4',
    ...settings,
  ];
  await writeFile(join(directory, 'clamd.conf'), `${lines.join('\n')}\n`);
  return spawn(clamd, ['--config-file', join(directory, 'clamd.conf')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Waits until clamd answers; false when it has ended before, such as over a port that another process took. */
async function isAnswering(port: number, child: ChildProcess): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    if (await ping(port)) return true;
    await wait(20);
  }
  return false;
}

const ping = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port }, () => socket.write('zPING\0'));
    socket.setTimeout(PING_MS, () => socket.destroy());
    socket.once('data', (answer) => {
      socket.destroy();
      resolve(answer.toString() === 'PONG\0');
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exit;
}
