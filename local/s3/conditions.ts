// Conditional requests: reads (RFC 9110 §13) and S3's conditional writes.
import { S3Error } from './errors.ts';
import type { ObjectVersion } from './records.ts';
import type { S3Request } from './request.ts';

type Header = (name: string) => string | undefined;

/** Decides a conditional read. Throws PreconditionFailed; 'not-modified' means 304. */
export function checkRead(header: Header, version: ObjectVersion): 'proceed' | 'not-modified' {
  return checkWithPrefix(header, '', version);
}

/** The same four conditions on the source of a copy; there a 304 is a 412. */
export function checkCopySource(header: Header, version: ObjectVersion): void {
  if (checkWithPrefix(header, 'x-amz-copy-source-', version) === 'not-modified') {
    throw failed('x-amz-copy-source-If-None-Match');
  }
}

function checkWithPrefix(header: Header, prefix: string, version: ObjectVersion) {
  const { eTag } = version;
  const modified = Math.floor(version.lastModified.getTime() / 1000) * 1000;
  const ifMatch = header(`${prefix}if-match`);
  const ifNoneMatch = header(`${prefix}if-none-match`);
  const modifiedSince = httpDate(header(`${prefix}if-modified-since`));
  const unmodifiedSince = httpDate(header(`${prefix}if-unmodified-since`));
  if (ifMatch !== undefined) {
    if (!matches(ifMatch, eTag)) throw failed(`${prefix}If-Match`);
  } else if (unmodifiedSince !== undefined && modified > unmodifiedSince) {
    throw failed(`${prefix}If-Unmodified-Since`);
  }
  if (ifNoneMatch !== undefined) return matches(ifNoneMatch, eTag) ? 'not-modified' : 'proceed';
  return modifiedSince !== undefined && modified <= modifiedSince ? 'not-modified' : 'proceed';
}

/**
 * The guard of a write with `If-None-Match: *` (create only) or `If-Match` (replace this one).
 * Called with the current version, once before the body and once in the transaction.
 */
export function writeGuard(request: S3Request): (current: ObjectVersion | undefined) => void {
  const ifNoneMatch = request.header('if-none-match');
  const ifMatch = request.header('if-match');
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') {
    throw new S3Error('NotImplemented', {
      elements: { Header: 'If-None-Match', additionalMessage: 'Only * is supported on writes' },
    });
  }
  return (current) => {
    if (ifNoneMatch !== undefined && current) throw failed('If-None-Match');
    if (ifMatch === undefined) return;
    if (!current) throw new S3Error('NoSuchKey', { elements: { Key: request.key } });
    if (!matches(ifMatch, current.eTag)) throw failed('If-Match');
  };
}

/**
 * The guard of a deletion with `If-Match`, called in its transaction (S3 user guide, "How to perform conditional
 * deletes"): no current object is NoSuchKey, another one PreconditionFailed.
 */
export function deleteGuard(
  ifMatch: string | undefined,
  key: string,
): (current: ObjectVersion | undefined) => void {
  return (current) => {
    if (ifMatch === undefined) return;
    if (!current) throw new S3Error('NoSuchKey', { elements: { Key: key } });
    if (!matches(ifMatch, current.eTag)) throw failed('If-Match');
  };
}

function failed(condition: string): S3Error {
  return new S3Error('PreconditionFailed', { elements: { Condition: condition } });
}

function matches(list: string, eTag: string): boolean {
  return list
    .split(',')
    .map((tag) => tag.trim().replace(/^(?:W\/)?"?([^"]*)"?$/, '$1'))
    .some((tag) => tag === '*' || tag === eTag);
}

/** Milliseconds, or undefined for what is no date: such a condition does not count. */
function httpDate(text: string | undefined): number | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : time;
}
