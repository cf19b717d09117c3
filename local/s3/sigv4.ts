// Step 2: who is asking. Signature Version 4 of a request, in its header or its query.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { invalidArgument, S3Error } from './errors.ts';
import { asUtf8, decodePath, type S3Request } from './request.ts';
import {
  claimInHeader,
  claimInQuery,
  requireFreshHeader,
  requireFreshQuery,
  type SignatureClaim,
} from './sigv4-claim.ts';

/** The secret behind an access key id; temporary credentials also have a session token. */
export interface S3Credential {
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Who may sign, and for where. */
export interface Signers {
  readonly region: string;
  credentialOf(accessKeyId: string): S3Credential | undefined;
}

/** A caller whose signature held. */
export interface Identity {
  readonly accessKeyId: string;
  /** The signed `x-amz-content-sha256`: a hex digest, UNSIGNED-PAYLOAD or STREAMING-…. */
  readonly payloadHash: string;
  /** What the signatures of `aws-chunked` chunks continue from. */
  readonly seed: { signature: string; dateTime: string; scope: string; signingKey: Buffer };
}

/** Verifies the request's signature (AWS "Authenticating Requests: SigV4"), or throws S3Error. */
export function authenticate(request: S3Request, signers: Signers, now: Date): Identity {
  const authorization = request.incoming.headers.authorization;
  const inQuery = request.query('X-Amz-Algorithm') ?? request.query('X-Amz-Signature');
  if (authorization !== undefined && inQuery !== undefined) {
    throw invalidArgument(
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
      'Authorization',
      authorization,
    );
  }
  if (authorization === undefined && inQuery === undefined) throw new S3Error('AccessDenied');

  const claim =
    authorization === undefined
      ? claimInQuery(request, signers.region)
      : claimInHeader(request, authorization, signers.region);
  if (authorization === undefined) requireFreshQuery(claim, now);
  else requireFreshHeader(claim, now);

  const credential = credentialFor(claim.accessKeyId, claim.sessionToken, signers);
  requireSignedHeaders(request, claim);
  const canonical = canonicalRequest(request, claim);
  const toSign = `AWS4-HMAC-SHA256\n${claim.dateTime}\n${claim.scope}\n${sha256Hex(canonical)}`;
  const signingKey = deriveSigningKey(credential.secretAccessKey, claim.scope);
  if (!isSameSignature(hmac(signingKey, toSign).toString('hex'), claim.signature)) {
    throw new S3Error('SignatureDoesNotMatch', {
      elements: {
        AWSAccessKeyId: claim.accessKeyId,
        StringToSign: toSign,
        SignatureProvided: claim.signature,
        StringToSignBytes: hexBytes(toSign),
        CanonicalRequest: canonical,
        CanonicalRequestBytes: hexBytes(canonical),
      },
    });
  }
  const { accessKeyId, payloadHash, signature, dateTime, scope } = claim;
  return { accessKeyId, payloadHash, seed: { signature, dateTime, scope, signingKey } };
}

/** The credential of a key id, if the session token sent is the one that belongs to it. */
export function credentialFor(
  accessKeyId: string,
  sessionToken: string | undefined,
  signers: Signers,
): S3Credential {
  const credential = signers.credentialOf(accessKeyId);
  // AWS does not know a temporary key id by itself: without its token it does not exist.
  if (!credential || (credential.sessionToken !== undefined && sessionToken === undefined)) {
    throw new S3Error('InvalidAccessKeyId', { elements: { AWSAccessKeyId: accessKeyId } });
  }
  if (credential.sessionToken !== sessionToken) {
    throw new S3Error('InvalidToken', { elements: { 'Token-0': sessionToken ?? '' } });
  }
  return credential;
}

/** The key that signs for one scope (`date/region/service/aws4_request`). */
export function deriveSigningKey(secretAccessKey: string, scope: string): Buffer {
  return scope
    .split('/')
    .reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(`AWS4${secretAccessKey}`));
}

export function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

export function sha256Hex(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Compares in constant time. */
export function isSameSignature(calculated: string, provided: string): boolean {
  const left = Buffer.from(calculated);
  const right = Buffer.from(provided);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Bytes as S3 prints them in a SignatureDoesNotMatch document. */
export function hexBytes(text: string): string {
  return Buffer.from(text).toString('hex').replace(/../g, '$& ').trimEnd();
}

/** S3 requires `host` and every `x-amz-*` header that was sent to be signed. */
function requireSignedHeaders(request: S3Request, claim: SignatureClaim): void {
  const unsigned = Object.keys(request.incoming.headers).filter(
    (name) => (name === 'host' || name.startsWith('x-amz-')) && !claim.signedHeaders.includes(name),
  );
  if (unsigned.length > 0) {
    throw new S3Error('AccessDenied', {
      message: 'There were headers present in the request which were not signed',
      elements: { HeadersNotSigned: unsigned.join(', ') },
    });
  }
}

function canonicalRequest(request: S3Request, claim: SignatureClaim): string {
  const headers = claim.signedHeaders.map((name) => `${name}:${canonicalHeader(request, name)}\n`);
  return [
    request.method,
    canonicalPath(request),
    canonicalQuery(request.parameters),
    headers.join(''),
    claim.signedHeaders.join(';'),
    claim.payloadHash,
  ].join('\n');
}

/** S3 encodes once and never normalises: `a//b` and `a/../b` are keys. */
function canonicalPath({ rawPath }: S3Request): string {
  return decodePath(rawPath).split('/').map(encodeRfc3986).join('/') || '/';
}

function canonicalQuery(parameters: S3Request['parameters']): string {
  return parameters
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encodeRfc3986(name), encodeRfc3986(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function canonicalHeader(request: S3Request, name: string): string {
  const values = request.incoming.headersDistinct[name] ?? [];
  return values.map((value) => asUtf8(value).trim().replace(/ +/g, ' ')).join(',');
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Percent-encodes all but RFC 3986's unreserved characters. */
export function encodeRfc3986(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
