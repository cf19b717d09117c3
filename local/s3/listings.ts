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

/** Versions and delete markers after the marker, newest first within a key. */
export function listVersions(
  store: Store,
  bucket: string,
  range: { prefix: string; keyMarker: string; versionIdMarker: string | undefined; limit: number },
): Page<ObjectVersion> {
  const { prefix, keyMarker, versionIdMarker, limit } = range;
  const marker =
    versionIdMarker === undefined
      ? undefined
      : (sequenceOfVersionId(versionIdMarker) ??
        store.findVersion(bucket, keyMarker, versionIdMarker)?.sequence);
  return readPage(
    store,
    `SELECT * FROM versions WHERE bucket = ? AND key >= ? AND NOT (key = ? AND sequence >= ?)`,
    [bucket, later(prefix, keyMarker), keyMarker, marker ?? 0],
    'ORDER BY key, sequence DESC',
    { prefix, limit },
    versionOf,
  );
}

/** Multipart uploads in progress after the marker, oldest first within a key. */
export function listUploads(
  store: Store,
  bucket: string,
  range: { prefix: string; keyMarker: string; uploadIdMarker: string | undefined; limit: number },
): Page<MultipartUpload> {
  const { prefix, keyMarker, limit } = range;
  // '~' sorts after every upload id: without an id the whole key is behind the marker.
  const uploadIdMarker = range.uploadIdMarker ?? '~';
  const from = later(prefix, keyMarker);
  return readPage(
    store,
    `SELECT * FROM uploads WHERE bucket = ? AND key >= ? AND NOT (key = ? AND upload_id <= ?)`,
    [bucket, from, keyMarker, uploadIdMarker],
    'ORDER BY key, upload_id',
    { prefix, limit },
    uploadOf,
  );
}

function readPage<T>(
  { database }: Store,
  select: string,
  values: (string | number)[],
  order: string,
  { prefix, limit }: { prefix: string; limit: number },
  read: (row: Row) => T,
): Page<T> {
  const end = successor(prefix);
  const bound = end === undefined ? '' : 'AND key < ?';
  const rows = database
    .sql(`${select} ${bound} ${order} LIMIT ?`)
    .all(...values, ...(end === undefined ? [] : [end]), limit + 1);
  return {
    items: rows.slice(0, limit).map(read),
    isTruncated: limit > 0 && rows.length > limit,
  };
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
