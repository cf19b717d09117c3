// GetObjectAttributes: what is known of a version without reading it.
import { invalidArgument, S3Error } from '../errors.ts';
import { type Exchange, getVersion, type Operation, versionIdHeader } from '../exchange.ts';
import type { ObjectVersion } from '../records.ts';
import type { S3Request } from '../request.ts';
import { xmlResponse } from '../response.ts';
import { toXml, type XmlContent } from '../xml.ts';

/** Parts of one answer, at most. */
const MAX_PARTS = 1000;

const ATTRIBUTES: Readonly<
  Record<string, (version: ObjectVersion, exchange: Exchange) => XmlContent>
> = {
  ETag: ({ eTag }) => eTag,
  Checksum: ({ checksum }) =>
    checksum && {
      [`Checksum${checksum.algorithm}`]: checksum.value.replace(/-\d+$/, ''),
      ChecksumType: checksum.type,
    },
  ObjectParts: partsOf,
  StorageClass: ({ storageClass }) => storageClass,
  ObjectSize: ({ size }) => size,
};

export const getObjectAttributes: Operation = async (exchange) => {
  const { request, store } = exchange;
  const version = getVersion(store, request.bucket, request.key, request.query('versionId'));
  const asked = (request.header('x-amz-object-attributes') ?? '').split(',').map((s) => s.trim());
  if (asked.some((name) => !Object.hasOwn(ATTRIBUTES, name))) {
    throw new S3Error(
      'InvalidRequest',
      'The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty',
    );
  }
  const content = Object.fromEntries(
    Object.entries(ATTRIBUTES)
      .filter(([name]) => asked.includes(name))
      .map(([name, read]) => [name, read(version, exchange)]),
  );
  const response = xmlResponse(200, toXml('GetObjectAttributesResponse', content));
  return {
    ...response,
    headers: {
      ...response.headers,
      'last-modified': version.lastModified.toUTCString(),
      ...versionIdHeader(store, version),
    },
  };
};

/** How many parts an object was uploaded in; S3 lists them where each has its own checksum. */
function partsOf(version: ObjectVersion, { request, store }: Exchange): XmlContent {
  const { partCount, checksum } = version;
  if (partCount === undefined) return undefined;
  if (checksum?.type !== 'COMPOSITE') return { PartsCount: partCount };
  const limit = Math.min(countIn(request, 'x-amz-max-parts', MAX_PARTS), MAX_PARTS);
  const marker = countIn(request, 'x-amz-part-number-marker', 0);
  const after = store.blobs(version).filter(({ partNumber }) => partNumber > marker);
  const page = after.slice(0, limit);
  return {
    PartsCount: partCount,
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.partNumber ?? 0,
    MaxParts: limit,
    IsTruncated: after.length > page.length,
    Part: page.map((part) => ({
      PartNumber: part.partNumber,
      Size: part.size,
      [`Checksum${checksum.algorithm}`]: part.checksum,
    })),
  };
}

function countIn(request: S3Request, header: string, fallback: number): number {
  const text = request.header(header);
  if (text === undefined) return fallback;
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw invalidArgument(`Provided ${header} not an integer or within integer range`, header, text);
}
