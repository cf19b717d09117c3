// Requests that no SDK would send, signed all the same: what S3 says of them is about what they ask for.
import { type BinaryLike, createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { HashConstructor } from '@smithy/types';
import { CREDENTIALS, type Engine, errorOf, REGION } from './engine.ts';

/** What the signer wants of a hash: Node's own, with a promise of its digest. */
class Sha256 {
  #hash: Hash | Hmac;
  constructor(secret?: BinaryLike) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }
  update(data: BinaryLike) {
    this.#hash.update(data);
  }
  async digest() {
    return new Uint8Array(this.#hash.digest());
  }
  reset() {
    this.#hash = createHash('sha256');
  }
}

/** Signs as the tests' caller. */
export const signer = (): SignatureV4 =>
  new SignatureV4({
    service: 's3',
    region: REGION,
    credentials: CREDENTIALS,
    sha256: Sha256 as unknown as HashConstructor,
    uriEscapePath: false,
    applyChecksum: false,
  });

/** A request by its parts, which are signed as they are. */
export interface RawRequest {
  readonly method: string;
  /** With the bucket, percent-encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const toSign = (engine: Engine, { method, path, query = {}, headers = {} }: RawRequest) => {
  const { protocol, hostname, host, port } = new URL(engine.url);
  return {
    method,
    protocol,
    hostname,
    port: Number(port),
    path,
    query: { ...query },
    headers: { host, ...headers },
  };
};

async function send(url: string, { method, body }: RawRequest, headers: Record<string, string>) {
  const { host: _, ...rest } = headers;
  const response = await fetch(url, {
    method,
    headers: rest,
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, xml: errorOf(text) };
}

/** Sends it with its signature in a header. */
export async function sendSigned(engine: Engine, request: RawRequest) {
  const headers = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', ...request.headers };
  const signed = await signer().sign(toSign(engine, { ...request, headers }));
  const query = new URLSearchParams(request.query).toString();
  return send(`${engine.url}${request.path}?${query}`, request, signed.headers);
}

/** Sends it as a presigned URL, whose parameters stand for headers. */
export async function sendPresigned(engine: Engine, request: RawRequest) {
  const headers = { 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD', ...request.headers };
  const signed = await signer().presign(toSign(engine, { ...request, headers }), {
    expiresIn: 60,
    unhoistableHeaders: new Set(Object.keys(request.headers ?? {})),
  });
  const query = new URLSearchParams(signed.query as Record<string, string>).toString();
  return send(`${engine.url}${request.path}?${query}`, request, { ...request.headers });
}
