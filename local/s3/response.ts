// The last step of every exchange: an answer, or an error as S3 XML, written to the socket.
import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { S3Error } from './errors.ts';
import { toPlainXml } from './xml.ts';

/** What an operation answers. `body` is text, or streams to send one after the other. */
export interface S3Response {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: string | AsyncIterable<Readable>;
}

/** An XML answer. */
export function xmlResponse(status: number, document: string): S3Response {
  return { status, headers: { 'content-type': 'application/xml' }, body: document };
}

/** An error as S3 writes it. The identifiers are those of the response headers. */
export function errorResponse(
  error: S3Error,
  resource: string,
  requestId: string,
  hostId: string,
): S3Response {
  const document = toPlainXml('Error', {
    Code: error.code,
    Message: error.message,
    ...error.elements,
    Resource: resource,
    RequestId: requestId,
    HostId: hostId,
  });
  return {
    status: error.status,
    headers: { 'content-type': 'application/xml', ...error.headers },
    body: document,
  };
}

async function* chunksOf(streams: AsyncIterable<Readable>): AsyncGenerator<Buffer> {
  for await (const stream of streams) yield* stream;
}

/** Writes the answer and ends it when it `mayEnd`. For HEAD no body follows the headers. */
export async function send(
  out: ServerResponse,
  response: S3Response,
  method: string,
  mayEnd: Promise<void>,
): Promise<void> {
  const { status, headers = {}, body } = response;
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) out.setHeader(name, value);
  }
  if (typeof body === 'string') {
    if (method !== 'HEAD') out.setHeader('content-length', Buffer.byteLength(body));
    out.writeHead(status);
    if (method !== 'HEAD') out.write(body);
    await mayEnd;
    out.end();
    return;
  }
  if (body === undefined && status !== 204 && status !== 304 && method !== 'HEAD') {
    out.setHeader('content-length', 0);
  }
  out.writeHead(status);
  if (body !== undefined) {
    // One pipeline for all of them: each would add listeners to the answer.
    await pipeline(chunksOf(body), out, { end: false });
  }
  await mayEnd;
  out.end();
}
