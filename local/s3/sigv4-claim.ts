// What a signed request claims, read from the Authorization header or the presigned query.
import { S3Error, type S3ErrorCode } from './errors.ts';
import type { S3Request } from './request.ts';

const ALGORITHM = 'AWS4-HMAC-SHA256';
const MAX_SKEW_MS = 15 * 60 * 1000;
const MAX_EXPIRES_SECONDS = 604_800;

/** A signature and what it says it was made from; nothing here is verified but its form. */
export interface SignatureClaim {
  readonly accessKeyId: string;
  readonly scope: string;
  readonly dateTime: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly payloadHash: string;
  readonly sessionToken: string | undefined;
  readonly expiresInSeconds: number;
}

/** Reads `Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`. */
export function claimInHeader(
  request: S3Request,
  authorization: string,
  region: string,
): SignatureClaim {
  if (!authorization.startsWith(`${ALGORITHM} `)) {
    throw new S3Error(
      'InvalidRequest',
      `The authorization mechanism you have provided is not supported. Please use ${ALGORITHM}.`,
    );
  }
  const malformed = (message: string, elements: Record<string, string> = {}) =>
    new S3Error('AuthorizationHeaderMalformed', {
      message: `The authorization header is malformed; ${message}`,
      elements,
    });
  const component = (name: string) => {
    const found = new RegExp(`[ ,]${name}=([^, ]*)`).exec(authorization)?.[1];
    if (!found) throw malformed(`missing ${name}.`);
    return found;
  };
  const credential = parseCredential(component('Credential'), region, malformed);
  const { headers } = request.incoming;
  const dateTime = headerDate(headers['x-amz-date'], headers.date);
  if (!dateTime.startsWith(credential.date)) {
    throw malformed('Invalid credential date. Date is not the same as X-Amz-Date.');
  }
  return {
    ...credential,
    dateTime,
    signedHeaders: component('SignedHeaders').split(';'),
    signature: component('Signature'),
    payloadHash: requirePayloadHash(headers['x-amz-content-sha256']),
    sessionToken: single(headers['x-amz-security-token']),
    expiresInSeconds: Number.POSITIVE_INFINITY,
  };
}

/** Reads the `X-Amz-*` parameters of a presigned URL. */
export function claimInQuery(request: S3Request, region: string): SignatureClaim {
  const malformed = (message: string) => new S3Error('AuthorizationQueryParametersError', message);
  const parameter = (name: string) => {
    const value = request.query(name);
    if (!value) {
      throw malformed(
        'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
      );
    }
    return value;
  };
  if (parameter('X-Amz-Algorithm') !== ALGORITHM) {
    throw malformed(`X-Amz-Algorithm only supports "${ALGORITHM}"`);
  }
  const credential = parseCredential(parameter('X-Amz-Credential'), region, (message) =>
    malformed(`Error parsing the X-Amz-Credential parameter; ${message}`),
  );
  const dateTime = parameter('X-Amz-Date');
  if (parseAmzDate(dateTime) === undefined) {
    throw malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  }
  if (!dateTime.startsWith(credential.date)) {
    throw malformed(
      `Invalid credential date "${credential.date}". This date is not the same as X-Amz-Date: "${dateTime.slice(0, 8)}".`,
    );
  }
  return {
    ...credential,
    dateTime,
    signedHeaders: parameter('X-Amz-SignedHeaders').split(';'),
    signature: parameter('X-Amz-Signature'),
    payloadHash:
      single(request.incoming.headers['x-amz-content-sha256']) ??
      request.query('X-Amz-Content-Sha256') ??
      'UNSIGNED-PAYLOAD',
    sessionToken: request.query('X-Amz-Security-Token'),
    expiresInSeconds: parseExpires(parameter('X-Amz-Expires'), malformed),
  };
}

function parseExpires(text: string, malformed: (message: string) => S3Error): number {
  if (!/^-?\d+$/.test(text)) throw malformed('X-Amz-Expires should be a number');
  if (text.startsWith('-')) throw malformed('X-Amz-Expires must be non-negative');
  if (Number(text) > MAX_EXPIRES_SECONDS) {
    throw malformed(
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
    );
  }
  return Number(text);
}

/** Splits `KEY/YYYYMMDD/REGION/s3/aws4_request`; `fault` turns a message into the caller's error. */
export function parseCredential(
  text: string,
  region: string,
  fault: (message: string, elements?: Record<string, string>) => S3Error,
): { accessKeyId: string; date: string; scope: string } {
  const parts = text.split('/');
  const [date, scopeRegion, service, terminal] = parts.slice(-4);
  if (parts.length < 5 || !date || !scopeRegion) {
    throw fault(
      'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    );
  }
  if (!/^\d{8}$/.test(date)) {
    throw fault(
      `incorrect date format "${date}". This date in the credential must be in the format "yyyyMMdd".`,
    );
  }
  if (scopeRegion !== region) {
    throw fault(`the region "${scopeRegion}" is wrong; expecting "${region}"`, { Region: region });
  }
  if (service !== 's3') {
    throw fault(`incorrect service "${service}". This endpoint belongs to "s3".`);
  }
  if (terminal !== 'aws4_request') {
    throw fault(`incorrect terminal "${terminal}". This endpoint uses "aws4_request".`);
  }
  return {
    accessKeyId: parts.slice(0, -4).join('/'),
    date,
    scope: [date, scopeRegion, service, terminal].join('/'),
  };
}

/** Milliseconds of `20260102T030405Z`, or undefined if it is not of that form. */
export function parseAmzDate(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!match) return undefined;
  const time = Date.parse(text.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'));
  return Number.isNaN(time) ? undefined : time;
}

/** Refuses a header signature made more than 15 minutes away from now. */
export function requireFreshHeader(claim: SignatureClaim, now: Date): void {
  if (Math.abs((parseAmzDate(claim.dateTime) ?? 0) - now.getTime()) <= MAX_SKEW_MS) return;
  throw new S3Error('RequestTimeTooSkewed', {
    elements: {
      RequestTime: claim.dateTime,
      ServerTime: now.toISOString(),
      MaxAllowedSkewMilliseconds: MAX_SKEW_MS,
    },
  });
}

/** Refuses a presigned URL before its date (beyond the skew) and after its expiry. */
export function requireFreshQuery(claim: SignatureClaim, now: Date): void {
  const signedAt = parseAmzDate(claim.dateTime) ?? 0;
  const expiresAt = signedAt + claim.expiresInSeconds * 1000;
  if (signedAt - now.getTime() > MAX_SKEW_MS) {
    throw new S3Error('AccessDenied', 'Request is not valid yet');
  }
  if (now.getTime() < expiresAt) return;
  throw new S3Error('AccessDenied', {
    message: 'Request has expired',
    elements: {
      'X-Amz-Expires': claim.expiresInSeconds,
      Expires: new Date(expiresAt).toISOString(),
      ServerTime: now.toISOString(),
    },
  });
}

function headerDate(amzDate: string | string[] | undefined, date: string | undefined): string {
  const given = single(amzDate);
  const parsed = given === undefined ? Date.parse(date ?? '') : parseAmzDate(given);
  if (parsed === undefined || Number.isNaN(parsed)) {
    throw new S3Error(
      'AccessDenied',
      'AWS authentication requires a valid Date or x-amz-date header',
    );
  }
  return given ?? new Date(parsed).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

const PAYLOAD_HASH =
  /^(UNSIGNED-PAYLOAD|STREAMING-(UNSIGNED-PAYLOAD-TRAILER|AWS4-HMAC-SHA256-PAYLOAD(-TRAILER)?)|[0-9a-f]{64})$/;

function requirePayloadHash(value: string | string[] | undefined): string {
  const hash = single(value);
  const code: S3ErrorCode = hash === undefined ? 'InvalidRequest' : 'InvalidArgument';
  if (hash === undefined) {
    throw new S3Error(code, 'Missing required header for this request: x-amz-content-sha256');
  }
  if (!PAYLOAD_HASH.test(hash)) {
    throw new S3Error(code, {
      message:
        'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
      elements: { ArgumentName: 'x-amz-content-sha256', ArgumentValue: hash },
    });
  }
  return hash;
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
