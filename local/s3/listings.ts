// Reading many rows in key order (UTF-8 bytes, as S3 sorts), a page at a time.
import {
  type MultipartUpload,
  type ObjectVersion,
  type Row,
  uploadOf,
  versionOf,
} from './records.ts';
import type { Store } from './store.ts';
import { sequenceOfVersionId } from './version-id.ts';

/** Some rows, and whether more follow. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly isTruncated: boolean;
}

/** One page of current objects; keys that share a prefix up to the delimiter are rolled into one. */
export interface ObjectPage extends Page<ObjectVersion> {
  readonly commonPrefixes: readonly string[];
  /** Where the next page begins, inclusive. */
  readonly next: string | undefined;
}

/** Current objects at or after `from`. Each common prefix costs one index seek, however large. */
export function listObjects(
  { database }: Store,
  bucket: string,
  range: { prefix: string; delimiter: string; from: string; limit: number },
): ObjectPage {
  const { prefix, delimiter, limit } = range;
  const end = successor(prefix);
  const query = database.sql(
    `SELECT * FROM versions WHERE bucket = ? AND key >= ?${end === undefined ? '' : ' AND key < ?'}
     AND is_latest = 1 AND is_delete_marker = 0 ORDER BY key`,
  );
  const items: ObjectVersion[] = [];
  const commonPrefixes: string[] = [];
  const page = (next?: string) => ({
    items,
    commonPrefixes,
    isTruncated: next !== undefined,
    next,
  });
  if (limit === 0) return page();

  for (let from: string | undefined = later(prefix, range.from); from !== undefined; ) {
    const rows = query.iterate(bucket, from, ...(end === undefined ? [] : [end]));
    from = undefined;
    for (const row of rows) {
      const key = String(row.key);
      if (items.length + commonPrefixes.length === limit) return page(key);
      const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
      if (cut < 0) {
        items.push(versionOf(row));
        continue;
      }
      const common = key.slice(0, cut + delimiter.length);
      commonPrefixes.push(common);
      from = successor(common);
      break;
    }
  }
  return page();
}

/** A page of rows and of the common prefixes among them, in the order of their keys. */
export interface RolledPage<T> extends Page<T> {
  readonly commonPrefixes: readonly string[];
  /** Where the page ends: a row, or a common prefix. */
  readonly last: T | string | undefined;
}

interface VersionRange {
  readonly prefix: string;
  readonly delimiter: string;
  readonly keyMarker: string;
  readonly versionIdMarker: string | undefined;
  readonly limit: number;
}

/** Versions and delete markers after the marker, newest first within a key. */
export function listVersions(
  store: Store,
  bucket: string,
  range: VersionRange,
): RolledPage<ObjectVersion> {
  const { keyMarker, versionIdMarker } = range;
  const marker =
    versionIdMarker === undefined
      ? undefined
      : (sequenceOfVersionId(versionIdMarker) ??
        store.findVersion(bucket, keyMarker, versionIdMarker)?.sequence);
  return rollUp(store, bucket, range, versionOf, {
    select: `SELECT * FROM versions WHERE bucket = ? AND key >= ? AND NOT (key = ? AND sequence >= ?)`,
    order: 'ORDER BY key, sequence DESC',
    marker: marker ?? 0,
  });
}

interface UploadRange extends Omit<VersionRange, 'versionIdMarker'> {
  readonly uploadIdMarker: string | undefined;
}

/** Multipart uploads in progress after the marker, oldest first within a key. */
export function listUploads(
  store: Store,
  bucket: string,
  range: UploadRange,
): RolledPage<MultipartUpload> {
  return rollUp(store, bucket, range, uploadOf, {
    select: `SELECT * FROM uploads WHERE bucket = ? AND key >= ? AND NOT (key = ? AND upload_id <= ?)`,
    order: 'ORDER BY key, upload_id',
    // '~' sorts after every upload id: without an id the whole key is behind the marker.
    marker: range.uploadIdMarker ?? '~',
  });
}

/** Reads rows from the marker on; each common prefix costs one index seek, however large. */
function rollUp<T extends { readonly key: string }>(
  { database }: Store,
  bucket: string,
  { prefix, delimiter, keyMarker, limit }: Omit<VersionRange, 'versionIdMarker'>,
  read: (row: Row) => T,
  { select, order, marker }: { select: string; order: string; marker: string | number },
): RolledPage<T> {
  const end = successor(prefix);
  const query = database.sql(`${select} ${end === undefined ? '' : 'AND key < ?'} ${order}`);
  const items: T[] = [];
  const commonPrefixes: string[] = [];
  const commonOf = (key: string): string | undefined => {
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    return cut < 0 ? undefined : key.slice(0, cut + delimiter.length);
  };
  let last: T | string | undefined;
  const page = (isTruncated: boolean) => ({ items, commonPrefixes, isTruncated, last });
  if (limit === 0) return page(false);

  // A marker inside a common prefix is behind all of it: an earlier page has shown the prefix.
  const shown = keyMarker.startsWith(prefix) ? commonOf(keyMarker) : undefined;
  const first = shown === undefined ? keyMarker : successor(shown);
  if (first === undefined) return page(false);
  for (let from: string | undefined = later(prefix, first); from !== undefined; ) {
    const rows = query.iterate(
      bucket,
      from,
      keyMarker,
      marker,
      ...(end === undefined ? [] : [end]),
    );
    from = undefined;
    for (const row of rows) {
      if (items.length + commonPrefixes.length === limit) return page(true);
      const common = commonOf(String(row.key));
      last = common ?? read(row);
      if (typeof last !== 'string') {
        items.push(last);
        continue;
      }
      commonPrefixes.push(last);
      from = successor(last);
      break;
    }
  }
  return page(false);
}

/** The greater in the order of UTF-8. One lower bound only: SQLite seeks by one and scans the rest. */
function later(a: string, b: string): string {
  return Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0 ? b : a;
}

/** The least string that is greater than every string with this prefix; undefined if none is. */
export function successor(prefix: string): string | undefined {
  const points = [...prefix].map((character) => character.codePointAt(0) ?? 0);
  while (points.length > 0) {
    const last = points.pop() ?? 0;
    if (last === 0x10ffff) continue;
    const next = last === 0xd7ff ? 0xe000 : last + 1;
    return String.fromCodePoint(...points, next);
  }
  return undefined;
}
