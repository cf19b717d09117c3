// A slow link before a server: a TCP proxy with round trips, a window for each connection, one rate for all, and resets.
import { createServer, connect as open, type Socket } from 'node:net';
import { randomFrom } from '../random.ts';

/** How a link is. */
export interface LinkModel {
  readonly roundTripMs: number;
  /** What all connections together carry towards the server. */
  readonly bytesPerSecond: number;
  /** What one connection carries at most, by its window; absent: as much as the link. */
  readonly connectionBytesPerSecond?: number;
  /** Bytes between two resets of a connection, on average. Default: none. */
  readonly resetAfterBytes?: number;
  readonly seed: number;
}

/** What a link has carried towards S3. */
export interface Traffic {
  resets: number;
  bytes: number;
  /** Longest time without a byte between the first and the last one, in milliseconds. */
  longestGapMs: number;
}

/**
 * Who is behind a link: the API, S3 as clients and functions reach it, or S3 as a client reaches it that signs in headers, as
 * functions do. Functions are beside S3: their requests, which carry a signature in a header, do not pass the link.
 */
export type Behind = 'api' | 's3' | 's3 of a signing client';

/** A link that several servers share. */
export interface SlowLink extends AsyncDisposable {
  /** Puts the link before a server; returns the origin under which it is then reached. */
  before(origin: string, behind: Behind): Promise<string>;
  /** What was carried towards S3 since the last call. */
  takeTraffic(): Promise<Traffic>;
}

/** Both ends of a connection. */
interface Connection {
  readonly client: Socket;
  readonly server: Socket;
  readonly behind: Behind;
}

/** TCP and TLS take two round trips before the first byte of a new connection. */
const HANDSHAKE_ROUND_TRIPS = 2;
/** Ten segments (RFC 6928). */
const FIRST_WINDOW_BYTES = 14_600;
const LARGEST_WINDOW_BYTES = 4 * 1024 ** 2;
/** A connection that was idle for longer begins with half its window. */
const IDLE_MS = 1_000;
/** Read and sent at once: small, so that what a sender counts as sent is hardly more than what was carried. */
const CHUNK_BYTES = 16 * 1024;

/** Opens a link in this thread. */
export function openSlowLink(model: LinkModel): SlowLink {
  const random = randomFrom(model.seed);
  const sockets = new Set<Socket>();
  const closers: (() => Promise<void>)[] = [];
  let freeAt = 0;
  let lastAt: number | undefined;
  let traffic = noTraffic();

  /** Takes the link for so many bytes; returns when the last of them has left. */
  function serialize(bytes: number): number {
    freeAt = Math.max(freeAt, performance.now()) + (bytes / model.bytesPerSecond) * 1000;
    return freeAt;
  }

  function carried(bytes: number, behind: Behind): void {
    if (behind === 'api') return;
    const now = performance.now();
    if (lastAt !== undefined) traffic.longestGapMs = Math.max(traffic.longestGapMs, now - lastAt);
    lastAt = now;
    traffic.bytes += bytes;
  }

  function accept(client: Socket, port: number, behind: Behind): void {
    const server = open(port, '127.0.0.1');
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        // What the server has sent before is still under way.
        setTimeout(() => other.destroy(), socket === server ? model.roundTripMs : 0);
      });
    }
    client.once('data', (first) => {
      client.pause();
      if (behind === 's3' && /^authorization: AWS4-/im.test(first.toString('latin1'))) {
        server.write(first);
        client.pipe(server);
        server.pipe(client);
        return;
      }
      const resetAt = model.resetAfterBytes
        ? -Math.log(1 - random()) * model.resetAfterBytes
        : Number.POSITIVE_INFINITY;
      void carryUp({ client, server, behind }, first, resetAt);
      carryDown(server, client);
    });
  }

  /** Towards the server: within the window of the connection and the rate of the link, half a round trip later. */
  async function carryUp({ client, server, behind }: Connection, first: Buffer, resetAt: number) {
    const { roundTripMs } = model;
    const largest = Math.min(
      LARGEST_WINDOW_BYTES,
      ((model.connectionBytesPerSecond ?? model.bytesPerSecond * 2) * roundTripMs) / 1000,
    );
    let window = Math.min(FIRST_WINDOW_BYTES, largest);
    let inFlight = 0;
    let carriedBytes = 0;
    let lastSentAt = performance.now();
    let freed = Promise.withResolvers<void>();
    let arrivals = Promise.resolve();
    await after(HANDSHAKE_ROUND_TRIPS * roundTripMs);
    const send = async (chunk: Buffer): Promise<void> => {
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
      const leavesAt = serialize(chunk.length);
      // In their order: two timers may fire in another one.
      arrivals = arrivals.then(async () => {
        await until(leavesAt + roundTripMs / 2);
        carried(chunk.length, behind);
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
    };
    try {
      for (let pending: Buffer | undefined = first; ; pending = undefined) {
        for (const chunk of pending ? pieces(pending) : await nextChunk(client)) {
          carriedBytes += chunk.length;
          if (carriedBytes > resetAt) {
            traffic.resets += 1;
            client.resetAndDestroy();
            server.destroy();
            return;
          }
          await send(chunk);
        }
        if (client.readableEnded || client.destroyed) return;
      }
    } catch {
      server.destroy();
    }
  }

  /** Towards the client: answers are small, so they only take their time. */
  function carryDown(server: Socket, client: Socket): void {
    server.on('data', (chunk) => {
      setTimeout(() => {
        if (!client.destroyed) client.write(chunk);
      }, model.roundTripMs / 2);
    });
    server.on('end', () => setTimeout(() => client.end(), model.roundTripMs / 2));
  }

  return {
    async before(origin, behind) {
      const { port } = new URL(origin);
      const listener = createServer({ highWaterMark: CHUNK_BYTES }, (client) =>
        accept(client, Number(port), behind),
      );
      await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
      closers.push(() => new Promise((resolve) => listener.close(() => resolve())));
      const address = listener.address();
      if (typeof address !== 'object' || !address) throw new Error('The link has no port.');
      return `http://127.0.0.1:${address.port}`;
    },
    async takeTraffic() {
      const taken = traffic;
      traffic = noTraffic();
      lastAt = undefined;
      return taken;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await Promise.all(closers.map((close) => close()));
    },
  };
}

const noTraffic = (): Traffic => ({ resets: 0, bytes: 0, longestGapMs: 0 });

/** Resolves at a time of the monotonic clock; at once when it is over. */
async function until(at: number): Promise<void> {
  const ms = at - performance.now();
  if (ms > 0) await after(ms);
}

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const pieces = (bytes: Buffer): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / CHUNK_BYTES) }, (_, index) =>
    bytes.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES),
  );

/** What the socket holds next, in chunks; nothing when it has ended. Reads no more than it is asked for. */
async function nextChunk(socket: Socket): Promise<Buffer[]> {
  for (;;) {
    const chunk: Buffer | null = socket.read();
    if (chunk) return pieces(chunk);
    if (socket.readableEnded || socket.destroyed) return [];
    await new Promise<void>((resolve) => {
      const settle = () => {
        socket.off('readable', settle).off('end', settle).off('close', settle);
        resolve();
      };
      socket.on('readable', settle).on('end', settle).on('close', settle);
    });
  }
}
