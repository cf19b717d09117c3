// A real clamd for the tests of one file, with a database of its own that knows nothing but EICAR's test file.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** EICAR's test file, in pieces: in one it would set off every scanner that this repository passes. */
export const eicar = [
  'X5O!P%@AP[4\\PZX54(P^)7CC)7}$',
  'EICAR-STANDARD',
  '-ANTIVIRUS-TEST',
  '-FILE!$H+H*',
].join('');

const program = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  .map((directory) => join(directory, 'clamd'))
  .find((path) => existsSync(path));

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

/** Starts clamd on a free port, with settings beside those that the README asks for. */
export async function startClamd(settings: readonly string[] = []): Promise<TestClamd> {
  if (!program) throw new Error('This machine has no clamd.');
  const host = '127.0.0.1';
  const port = await freePort();
  const directory = await mkdtemp(join(tmpdir(), 'airlock-clamd-'));
  const signature = Buffer.from(eicar).toString('hex');
  await writeFile(join(directory, 'eicar.ndb'), `Eicar-Test-Signature:0:*:${signature}\n`);
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
  const child = spawn(program, ['--config-file', join(directory, 'clamd.conf')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  }
  await answering(host, port, child, printed);
  return {
    host,
    port,
    async [Symbol.asyncDispose]() {
      await ended(child);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function answering(
  host: string,
  port: number,
  child: ChildProcess,
  printed: readonly string[],
): Promise<void> {
  while (!(await ping(host, port))) {
    if (child.exitCode !== null) throw new Error(`clamd did not start: ${printed.join('')}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const ping = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port }, () => socket.write('zPING\0'));
    socket.once('data', (answer) => {
      socket.destroy();
      resolve(answer.toString() === 'PONG\0');
    });
    socket.once('error', () => resolve(false));
    socket.once('end', () => resolve(false));
  });

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exit;
}

/** A port that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
