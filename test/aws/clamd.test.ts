// The talk with clamd: with a real one, and with servers that do what a real one does not do on demand.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseAnswer, scanStream } from '../../lambdas/aws/scanners/clamd.ts';
import { eicar, hasClamd, startClamd, type TestClamd, unreachable } from '../clamd.ts';
import { WAIT_MS } from '../time-limits.ts';

const MiB = 1024 ** 2;
const streamOf = (...chunks: (string | Uint8Array)[]) =>
  Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
const zeros = (mebibytes: number) => streamOf(...Array(mebibytes).fill(Buffer.alloc(MiB)));

describe.runIf(hasClamd)('a real clamd', () => {
  let clamd: TestClamd;
  beforeAll(async () => {
    clamd = await startClamd(['StreamMaxLength 8M', 'MaxFileSize 2M']);
  });
  afterAll(() => clamd[Symbol.asyncDispose]());
  const scan = (bytes: Readable, size: number) =>
    scanStream(clamd, bytes, { size, timeoutMs: WAIT_MS });

  it('finds EICAR, in one chunk and byte by byte', async () => {
    const found = { kind: 'found', name: 'Eicar-Test-Signature.UNOFFICIAL' };
    expect(await scan(streamOf(eicar), eicar.length)).toEqual(found);
    expect(await scan(streamOf(...eicar), eicar.length)).toEqual(found);
  });

  it('a stream without a threat is clean, and so is an empty one', async () => {
    expect(await scan(streamOf('good morning'), 12)).toEqual({ kind: 'clean' });
    expect(await scan(streamOf(), 0)).toEqual({ kind: 'clean' });
    expect(await scan(zeros(1), MiB)).toEqual({ kind: 'clean' });
  });

  it('a file that is larger than clamd scans is not called clean', async () => {
    expect(await scan(zeros(4), 4 * MiB)).toMatchObject({
      kind: 'found',
      name: expect.stringMatching(/^Heuristics\.Limits\.Exceeded/),
    });
  });

  it('a stream that is longer than clamd reads is not called clean', async () => {
    const outcome = await scan(zeros(64), 64 * MiB).catch((error: Error) => error);
    // clamd closes the connection while bytes are still coming; its answer may be lost with that.
    expect(outcome instanceof Error || outcome.kind === 'too_large').toBe(true);
  });

  it('scans many streams at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        index % 2 ? scan(streamOf(eicar), eicar.length) : scan(streamOf('fine'), 4),
      ),
    );
    expect(answers.map(({ kind }) => kind)).toEqual(Array(6).fill(['clean', 'found']).flat());
  });
});

describe('a clamd that fails', () => {
  const sockets = new Set<Socket>();
  const servers = new Set<ReturnType<typeof createServer>>();
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    for (const server of servers) server.close();
    servers.clear();
  });
  async function serve(behave: (socket: Socket) => void) {
    const server = createServer((socket) => {
      sockets.add(socket.on('error', () => {}));
      behave(socket);
    }).listen(0, '127.0.0.1');
    servers.add(server);
    await once(server, 'listening');
    return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  }
  const scan = async (
    behave: (socket: Socket) => void,
    { bytes = streamOf('bytes'), size = 5, timeoutMs = WAIT_MS } = {},
  ) => scanStream(await serve(behave), bytes, { size, timeoutMs });
  const afterEnd = (act: (socket: Socket) => void) => (socket: Socket) => {
    let seen = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      seen = Buffer.concat([seen, chunk]);
      if (seen.subarray(-4).equals(Buffer.alloc(4))) act(socket);
    });
  };

  it('a scan fails when nothing listens', async () => {
    const scanned = scanStream(unreachable, streamOf('bytes'), { size: 5, timeoutMs: WAIT_MS });
    await expect(scanned).rejects.toThrow('ECONNREFUSED');
  });

  it('a scan fails when the connection breaks before, within or after the bytes', async () => {
    await expect(scan((socket) => socket.destroy())).rejects.toThrow();
    await expect(scan((socket) => socket.once('data', () => socket.destroy()))).rejects.toThrow();
    await expect(scan(afterEnd((socket) => socket.destroy()))).rejects.toThrow('without an answer');
    await expect(scan(afterEnd((socket) => socket.end('stream: OK')))).rejects.toThrow(
      'without an answer',
    );
  });

  it('a scan fails when clamd never answers, and when it reads nothing', async () => {
    await expect(
      scan(
        afterEnd(() => {}),
        { timeoutMs: 100 },
      ),
    ).rejects.toThrow('in 100 ms');
    const unread = { bytes: zeros(64), size: 64 * MiB, timeoutMs: 100 };
    await expect(scan((socket) => socket.pause(), unread)).rejects.toThrow('in 100 ms');
  });

  it('a scan fails when the answer is invalid or has no end', async () => {
    await expect(scan(afterEnd((socket) => socket.end('HTTP/1.1 200 OK\0')))).rejects.toThrow(
      'HTTP/1.1 200 OK',
    );
    await expect(scan(afterEnd((socket) => socket.write('x'.repeat(10_000))))).rejects.toThrow(
      'without end',
    );
  });

  it('a scan fails when clamd calls a file clean before it has all bytes', async () => {
    const slow = async function* () {
      yield Buffer.from('by');
      await wait(5_000, undefined, { ref: false });
      yield Buffer.from('tes');
    };
    const early = scan((socket) => socket.once('data', () => socket.write('stream: OK\0')), {
      bytes: Readable.from(slow()),
    });
    await expect(early).rejects.toThrow('before it had all bytes');
  });

  it('passes on why the bytes could not be read, and does not send another number of bytes', async () => {
    const broken = async function* () {
      yield Buffer.from('by');
      throw new Error('S3 broke off');
    };
    const bytes = Readable.from(broken());
    await expect(
      scan(
        afterEnd(() => {}),
        { bytes },
      ),
    ).rejects.toThrow('S3 broke off');
    const ok = afterEnd((socket) => socket.write('stream: OK\0'));
    await expect(scan(ok, { bytes: streamOf('byte') })).rejects.toThrow('Expected 5 bytes');
    await expect(scan(ok, { bytes: streamOf('bytes and more') })).rejects.toThrow(
      'Expected 5 bytes',
    );
  });

  it('clamd receives frames that each begin with their length, and a zero length at the end', async () => {
    const sent: Buffer[] = [];
    const answer = await scan((socket) => {
      socket.on('data', (chunk) => sent.push(chunk));
      afterEnd(() => socket.write('stream: OK\0'))(socket);
    });
    expect(answer).toEqual({ kind: 'clean' });
    expect(Buffer.concat(sent).toString('latin1')).toBe('zINSTREAM\0\0\0\0\u0005bytes\0\0\0\0');
  });
});

it.each([
  ['stream: OK', { kind: 'clean' }],
  ['stream: Win.Test.EICAR_HDB-1 FOUND', { kind: 'found', name: 'Win.Test.EICAR_HDB-1' }],
  ['stream: A name OK FOUND', { kind: 'found', name: 'A name OK' }],
  ['INSTREAM size limit exceeded. ERROR', { kind: 'too_large' }],
])('the answer %j of clamd is understood', (line, answer) => {
  expect(parseAnswer(line)).toEqual(answer);
});

it.each(['', 'OK', 'stream: OK ', 'stream: OK\nstream: x FOUND', 'stream: FOUND', 'x: OK'])(
  'the answer %j is refused as none of clamd’s',
  (line) => {
    expect(() => parseAnswer(line)).toThrow('clamd answered');
  },
);
