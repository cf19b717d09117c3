// GetObjectAttributes: what is known of a version without reading it.
import { S3Error } from '../errors.ts';
import { getVersion, type Operation, versionIdHeader } from '../exchange.ts';
import type { ObjectVersion } from '../records.ts';
import { xmlResponse } from '../response.ts';
import { toXml, type XmlContent } from '../xml.ts';

const ATTRIBUTES: Readonly<Record<string, (version: ObjectVersion) => XmlContent>> = {
  ETag: ({ eTag }) => eTag,
  Checksum: ({ checksum }) =>
    checksum && {
      [`Checksum${checksum.algorithm}`]: checksum.value.replace(/-\d+$/, ''),
      ChecksumType: checksum.type,
    },
  ObjectParts: ({ partCount }) => (partCount === undefined ? undefined : { PartsCount: partCount }),
  StorageClass: ({ storageClass }) => storageClass,
  ObjectSize: ({ size }) => size,
};

export const getObjectAttributes: Operation = async ({ request, store }) => {
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
      .map(([name, read]) => [name, read(version)]),
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
