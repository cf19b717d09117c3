// One exchange from the socket to the socket: read, resolve, authenticate, authorize, run, answer.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AccessContext, contextOf } from './access-context.ts';
import { requireKnownHeaders } from './amz-headers.ts';
import { corsHeaders, preflight } from './cors.ts';
import { actionsOf, resolve } from './dispatch.ts';
import { S3Error } from './errors.ts';
import { type Exchange, requireOwner } from './exchange.ts';
import { readRequest, type S3Request } from './request.ts';
import { errorResponse, type S3Response, send } from './response.ts';
import { authenticate, type Signers } from './sigv4.ts';
import type { Store } from './store.ts';
import { leaveBody } from './unread-body.ts';

/** Which access key asks for which IAM action on what; `key` is '' for the bucket itself. */
export interface AccessRequest {
  readonly accessKeyId: string;
  readonly action: string;
  readonly bucket: string;
  readonly key: string;
  /** The condition keys that S3 passes to IAM, such as `s3:prefix`. */
  readonly context: AccessContext;
  /** Only asked to know whether the caller may learn that an object does not exist. */
  readonly isDisclosure: boolean;
}

/** An answer; the message of a refusal is the one that the caller gets. */
export type AccessDecision =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly message: string };

export type Authorizer = (access: AccessRequest) => Promise<AccessDecision>;

interface HandlerOptions extends Signers {
  readonly store: Store;
  readonly url: string;
  /** The account that every bucket here belongs to. */
  readonly accountId: string;
  readonly authorize?: Authorizer;
}

/** The request listener, and `idle`, which settles when no exchange is under way. */
export function createHandler(options: HandlerOptions): {
  handle(incoming: IncomingMessage, out: ServerResponse): void;
  idle(): Promise<void>;
} {
  const hostId = randomBytes(48).toString('base64');
  const running = new Set<Promise<void>>();
  return {
    handle(incoming, out) {
      // A client that goes away while being answered is no reason for the process to end.
      out.on('error', () => {});
      const exchange = answer(options, hostId, incoming, out)
        .catch((error) => {
          const isGone = incoming.destroyed || out.destroyed;
          if (!isGone) console.error('s3: an answer could not be sent', error);
          out.destroy();
        })
        .finally(() => running.delete(exchange));
      running.add(exchange);
    },
    async idle() {
      await Promise.all(running);
    },
  };
}

async function answer(
  options: HandlerOptions,
  hostId: string,
  incoming: IncomingMessage,
  out: ServerResponse,
): Promise<void> {
  const requestId = randomBytes(8).toString('hex').toUpperCase();
  out.setHeader('x-amz-request-id', requestId);
  out.setHeader('x-amz-id-2', hostId);
  out.setHeader('server', 'AmazonS3');
  out.setHeader('date', options.store.now().toUTCString());
  let response: S3Response;
  try {
    const request = readRequest(incoming);
    const rules = options.store.findBucket(request.bucket)?.corsRules;
    if (request.method === 'OPTIONS') {
      response = preflight(request, rules);
    } else {
      for (const [name, value] of Object.entries(corsHeaders(request, rules))) {
        if (value !== undefined) out.setHeader(name, value);
      }
      response = await perform(options, request, out);
    }
  } catch (error) {
    if (incoming.destroyed && !incoming.complete) throw error;
    const resource = (incoming.url ?? '').replace(/\?.*$/s, '');
    response = errorResponse(asS3Error(error), resource, requestId, hostId);
  }
  await send(out, response, incoming.method ?? 'GET', leaveBody(incoming, out));
}

async function perform(
  options: HandlerOptions,
  request: S3Request,
  out: ServerResponse,
): Promise<S3Response> {
  const { store, url, accountId, region, credentialOf } = options;
  const operation = resolve(request);
  const signers = { region, credentialOf };
  const identity = operation.isForm ? undefined : authenticate(request, signers, store.now());
  const authorize = async (access: Omit<AccessRequest, 'context'>, extra: AccessContext = {}) => {
    const context = { ...contextOf(request, access.action, store.now()), ...extra };
    const decision = await options.authorize?.({ ...access, context });
    if (decision?.allowed === false) throw new S3Error('AccessDenied', decision.message);
  };
  const exchange: Exchange = {
    request,
    store,
    signers,
    url,
    accountId,
    identity() {
      if (!identity) throw new S3Error('AccessDenied');
      return identity;
    },
    authorize: (accessKeyId, action, bucket, key, extra) =>
      authorize({ accessKeyId, action, bucket, key, isDisclosure: false }, extra),
  };
  for (const action of identity ? actionsOf(operation, request) : []) {
    await exchange.authorize(exchange.identity().accessKeyId, action, request.bucket, request.key);
  }
  requireKnownHeaders(operation.name, request);
  requireOwner(request.header('x-amz-expected-bucket-owner'), accountId);
  if (request.incoming.headers.expect !== undefined) out.writeContinue();
  try {
    return await operation.run(exchange);
  } catch (error) {
    // Without s3:ListBucket a caller does not learn which keys exist, nor, in the stricter reading, which versions.
    const isMissing = error instanceof S3Error && /^NoSuch(Key|Version)$/.test(error.code);
    if (isMissing && identity) {
      const { accessKeyId } = identity;
      const { bucket = request.bucket } = error;
      const action = 's3:ListBucket';
      await authorize({ accessKeyId, action, bucket, key: '', isDisclosure: true });
    }
    throw error;
  }
}

function asS3Error(error: unknown): S3Error {
  if (error instanceof S3Error) return error;
  console.error('s3: unexpected error', error);
  return new S3Error('InternalError');
}
