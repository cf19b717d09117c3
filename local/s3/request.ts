// Step 1 of every exchange: what was asked, read from the request line and headers.
import type { IncomingMessage } from 'node:http';
import { S3Error } from './errors.ts';

const MAX_KEY_BYTES = 1024;

/** One incoming request in S3's terms. `bucket` and `key` are decoded; '' when absent. */
export interface S3Request {
  readonly incoming: IncomingMessage;
  /** The body as sent. Leaving it early keeps the connection, unlike iterating `incoming`. */
  body(): AsyncIterable<Buffer>;
  readonly method: string;
  /** The path as sent, still percent-encoded. */
  readonly rawPath: string;
  /** Query parameters in order of arrival, decoded. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
  readonly bucket: string;
  readonly key: string;
  /** First value of a query parameter. */
  query(name: string): string | undefined;
  /**
   * A header, or for a presigned URL the `x-amz-*` query parameter that stands for it.
   * Checksum values in a query are ignored, as S3 ignores them.
   */
  header(name: string): string | undefined;
  /** Names of all headers and header-like query parameters that start with `prefix`. */
  headerNames(prefix: string): string[];
}

/** Reads a path-style request (`/bucket/key?query`). Throws InvalidURI, KeyTooLongError. */
export function readRequest(incoming: IncomingMessage): S3Request {
  const target = (incoming.url ?? '/').replace(/^https?:\/\/[^/?]*/i, '');
  const mark = target.indexOf('?');
  const rawPath = mark < 0 ? target : target.slice(0, mark);
  const parameters = mark < 0 ? [] : parseQuery(target.slice(mark + 1));
  const [bucket, key] = splitPath(rawPath);
  const firstValues = new Map<string, string>();
  for (const [name, value] of parameters) {
    if (!firstValues.has(name)) firstValues.set(name, value);
  }
  const query = (name: string) => firstValues.get(name);
  const hoisted = hoistedHeaders(firstValues.has('X-Amz-Signature') ? parameters : []);
  return {
    incoming,
    body: () => incoming.iterator({ destroyOnReturn: false }),
    method: incoming.method ?? 'GET',
    rawPath,
    parameters,
    bucket,
    key,
    query,
    header(name) {
      const sent = incoming.headers[name];
      if (sent !== undefined) {
        // Node joins repeated headers with `, `, S3 with a comma alone.
        const isMetadata = name.startsWith('x-amz-meta-');
        return asUtf8(isMetadata ? (incoming.headersDistinct[name] ?? []).join(',') : String(sent));
      }
      return hoisted.get(name);
    },
    headerNames(prefix) {
      const names = [...Object.keys(incoming.headers), ...hoisted.keys()];
      return [...new Set(names)].filter((name) => name.startsWith(prefix));
    },
  };
}

/** Parameters of a presigned URL that stand for no header. */
const SIGNATURE_PARAMETERS =
  /^x-amz-(algorithm|content-sha256|credential|date|expires|security-token|signature|signedheaders)$/;

/** The headers that a presigned URL has as parameters, by lower-case name: SDKs write them in either case. */
function hoistedHeaders(
  parameters: readonly (readonly [name: string, value: string])[],
): Map<string, string> {
  const headers = new Map<string, string>();
  for (const [written, value] of parameters) {
    const name = written.toLowerCase();
    const isHeader = isHoistable(name) && !SIGNATURE_PARAMETERS.test(name);
    if (isHeader && !headers.has(name)) headers.set(name, value);
  }
  return headers;
}

/** Any `x-amz-*` but checksum values: those S3 enforces only where they are real headers. */
function isHoistable(name: string): boolean {
  return /^x-amz-(?!sdk-checksum-)(?!checksum-(?!(mode|algorithm|type)$))/.test(name);
}

function parseQuery(text: string): [string, string][] {
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const name = equals < 0 ? pair : pair.slice(0, equals);
      const value = equals < 0 ? '' : pair.slice(equals + 1);
      return [decode(name.replaceAll('+', ' ')), decode(value.replaceAll('+', ' '))];
    });
}

function splitPath(rawPath: string): [bucket: string, key: string] {
  const slash = rawPath.indexOf('/', 1);
  if (slash < 0) return [decodePath(rawPath.slice(1)), ''];
  const key = decodePath(rawPath.slice(slash + 1));
  requireKeyLength(key);
  return [decodePath(rawPath.slice(1, slash)), key];
}

/** Refuses a key longer than S3's 1024 bytes of UTF-8. */
export function requireKeyLength(key: string): void {
  const size = Buffer.byteLength(key);
  if (size > MAX_KEY_BYTES) {
    throw new S3Error('KeyTooLongError', {
      elements: { Size: size, MaxSizeAllowed: MAX_KEY_BYTES },
    });
  }
}

/** S3 reads a bare `+` in a path as a blank, as in a query; the key's own plus sign is `%2B`. */
export function decodePath(text: string): string {
  return decode(text.replaceAll('+', ' '));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidURI');
  }
}

/** Node reads headers as Latin-1; S3 takes their bytes as UTF-8. */
export function asUtf8(value: string): string {
  return /[\u0080-\u00ff]/.test(value) ? Buffer.from(value, 'latin1').toString('utf8') : value;
}
