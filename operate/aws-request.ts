// Signed requests to services of which the project needs too little for a client of their own: SQS, Lambda and Cognito.
import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import { SignatureV4 } from '@smithy/signature-v4';
import { OperateError } from './operate-error.ts';

type SignerOptions = ConstructorParameters<typeof SignatureV4>[0];

/** Whose account it is, and where. */
export interface Account {
  readonly region: string;
  readonly credentials: SignerOptions['credentials'];
  /** Default: AWS's own of each service. */
  readonly endpoint?: string | undefined;
}

/** What is asked of a service; always a POST of JSON. */
export interface AwsRequest {
  readonly service: 'cognito-idp' | 'lambda' | 'sqs';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object;
}

/** A service's answer, whatever its status. */
export interface AwsAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** Sends one request, signed with Signature Version 4. */
export type SendToAws = (request: AwsRequest) => Promise<AwsAnswer>;

/** Sends to an account. An answer may take as long as a function runs, so nothing ends the wait but the other side. */
export const sendTo =
  ({ region, credentials, endpoint }: Account): SendToAws =>
  async ({ service, path, headers = {}, body }) => {
    const url = new URL(path, endpoint ?? `https://${service}.${region}.${domainOf(region)}`);
    const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
    const signed = await signer.sign({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      headers: { host: url.host, 'content-type': 'application/x-amz-json-1.0', ...headers },
      body: JSON.stringify(body),
    });
    return post(url, signed.headers, JSON.stringify(body));
  };

/** AWS's own domain, another one in its partition of China. */
const domainOf = (region: string): string =>
  region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';

async function post(url: URL, headers: Record<string, string>, body: string): Promise<AwsAnswer> {
  const open = url.protocol === 'http:' ? plainRequest : tlsRequest;
  const { promise, resolve, reject } = Promise.withResolvers<AwsAnswer>();
  const outgoing = open(url, { method: 'POST', headers }, (incoming) => {
    text(incoming)
      .then((written) => ({
        status: incoming.statusCode ?? 0,
        headers: incoming.headers,
        body: written === '' ? {} : JSON.parse(written),
      }))
      .then(resolve, reject);
  });
  outgoing.setSocketKeepAlive(true, 60_000);
  outgoing.once('error', (cause) =>
    reject(new OperateError(`${url.host} cannot be reached: ${cause.message}.`, { cause })),
  );
  outgoing.end(body);
  return promise;
}

/** SHA-256 as the signer wants it: of data, or with a secret as HMAC. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash =
      secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    throw new Error('A signer makes a new hash for each value.');
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
