// A slow link before servers, in a child process: a TCP proxy with round trips, a window for each connection, one rate for
// all, and resets.
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { host, listen } from '../../local/ports.ts';
import { randomFrom } from '../random.ts';

/** The properties of a link. */
export interface LinkModel {
  readonly roundTripMs: number;
  /** Bytes per second of all connections together towards the server. */
  readonly bytesPerSecond: number;
  /** What one connection carries at most, by its window; absent: as much as the link. */
  readonly connectionBytesPerSecond?: number;
  /** Bytes between two resets of a connection, on average. Default: none. */
  readonly resetAfterBytes?: number;
  readonly seed: number;
}

/**
 * The server behind a link: the API, S3 for clients and functions, or S3 for a client that signs in headers, as functions do.
 * Functions are beside S3: their requests, which carry a signature in a header, do not pass the link.
 */
export type Behind = 'api' | 's3' | 's3 of a signing client';

/** TCP and TLS take two round trips before the first byte of a new connection. */
const HANDSHAKE_ROUND_TRIPS = 2;
/** Bytes of ten segments (RFC 6928). */
const FIRST_WINDOW_BYTES = 14_600;
const LARGEST_WINDOW_BYTES = 4 * 1024 ** 2;
/** A connection that was idle for longer begins with half its window. */
const IDLE_MS = 1_000;
/** Read and sent at once: small, so that what a sender counts as sent is hardly more than what was carried. */
const CHUNK_BYTES = 16 * 1024;

let model: LinkModel;
let random: () => number;
let freeAt = 0;
let lastAt: number | undefined;
let traffic = { resets: 0, longestGapMs: 0 };

/** Opens the link, which several servers share. */
export function open(opened: LinkModel): void {
  model = opened;
  random = randomFrom(model.seed);
}

/** Puts the link before a server; returns the origin under which it is then reached. */
export async function before(origin: string, behind: Behind): Promise<string> {
  const port = Number(new URL(origin).port);
  const server = createServer({ highWaterMark: CHUNK_BYTES }, (client) =>
    accept(client, port, behind),
  );
  return `http://${host}:${await listen(server, 0)}`;
}

/**
 * What was carried towards S3 since the last call: resets, and the longest time without a byte between the first and the last
 * one.
 */
export function takeTraffic(): typeof traffic {
  const taken = traffic;
  traffic = { resets: 0, longestGapMs: 0 };
  lastAt = undefined;
  return taken;
}

function accept(client: Socket, port: number, behind: Behind): void {
  const server = connect(port, host);
  for (const [socket, other] of [
    [client, server],
    [server, client],
  ] as const) {
    socket.setNoDelay(true);
    socket.on('error', () => other.destroy());
    // What the server has sent before is still under way.
    socket.on('close', () =>
      setTimeout(() => other.destroy(), socket === server ? model.roundTripMs : 0),
    );
  }
  client.once('data', (first) => {
    client.pause();
    if (behind === 's3' && /^authorization: AWS4-/im.test(first.toString('latin1'))) {
      server.write(first);
      client.pipe(server);
      server.pipe(client);
      return;
    }
    carryDown(server, client);
    carryUp(client, first, server, behind).catch(() => server.destroy());
  });
}

/** Towards the server: within the window of the connection and the rate of the link, half a round trip later. */
async function carryUp(client: Socket, first: Buffer, server: Socket, behind: Behind) {
  const { roundTripMs, bytesPerSecond, resetAfterBytes = Number.POSITIVE_INFINITY } = model;
  const connectionBytesPerSecond = model.connectionBytesPerSecond ?? bytesPerSecond * 2;
  const largest = Math.min(LARGEST_WINDOW_BYTES, (connectionBytesPerSecond * roundTripMs) / 1000);
  const resetAt = -Math.log(1 - random()) * resetAfterBytes;
  let window = Math.min(FIRST_WINDOW_BYTES, largest);
  let inFlight = 0;
  let carriedBytes = 0;
  let lastSentAt = performance.now();
  let freed = Promise.withResolvers<void>();
  let arrivals = Promise.resolve();
  await delay(HANDSHAKE_ROUND_TRIPS * roundTripMs);
  for await (const chunk of chunksOf(first, client)) {
    carriedBytes += chunk.length;
    if (carriedBytes > resetAt) {
      traffic.resets += 1;
      client.resetAndDestroy();
      server.destroy();
      return;
    }
    while (inFlight > 0 && inFlight + chunk.length > window) {
      freed = Promise.withResolvers<void>();
      await freed.promise;
    }
    const now = performance.now();
    if (inFlight === 0 && now - lastSentAt > IDLE_MS) {
      window = Math.max(FIRST_WINDOW_BYTES, window / 2);
    }
    lastSentAt = now;
    inFlight += chunk.length;
    // The chunk takes the link until its last byte has left.
    freeAt = Math.max(freeAt, now) + (chunk.length / bytesPerSecond) * 1000;
    const leavesAt = freeAt;
    // In their order: two timers may fire in another one.
    arrivals = arrivals.then(async () => {
      const ms = leavesAt + roundTripMs / 2 - performance.now();
      if (ms > 0) await delay(ms);
      if (behind !== 'api') noteArrival();
      if (!server.destroyed) server.write(chunk);
    });
    setTimeout(
      () => {
        inFlight -= chunk.length;
        // Slow start: the window doubles with each round trip in which it was used up.
        window = Math.min(largest, window + chunk.length);
        freed.resolve();
      },
      leavesAt - now + roundTripMs,
    );
  }
}

/** Towards the client: answers are small, so they only take their time. */
function carryDown(server: Socket, client: Socket): void {
  const ms = model.roundTripMs / 2;
  server.on('data', (chunk) => {
    setTimeout(() => client.destroyed || client.write(chunk), ms);
  });
  server.on('end', () => setTimeout(() => client.end(), ms));
}

function noteArrival(): void {
  const now = performance.now();
  traffic.longestGapMs = Math.max(traffic.longestGapMs, now - (lastAt ?? now));
  lastAt = now;
}

/** What a client sends, in chunks. Reads no more than it is asked for. */
async function* chunksOf(first: Buffer, client: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  yield* pieces(first);
  for await (const bytes of client) yield* pieces(bytes);
}

const pieces = (bytes: Buffer): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / CHUNK_BYTES) }, (_, index) =>
    bytes.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES),
  );
