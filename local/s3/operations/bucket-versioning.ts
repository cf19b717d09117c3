// PutBucketVersioning and GetBucketVersioning.
import { S3Error } from '../errors.ts';
import type { Operation } from '../exchange.ts';
import { readDocument } from '../payload.ts';
import { xmlResponse } from '../response.ts';
import { parseXml, toXml } from '../xml.ts';

export const putBucketVersioning: Operation = async ({ request, store, identity }) => {
  store.getBucket(request.bucket);
  const document = parseXml(await readDocument(request, identity()), 'VersioningConfiguration');
  const status = document.text('Status');
  if (status !== 'Enabled' && status !== 'Suspended') throw new S3Error('MalformedXML');
  store.putBucket(request.bucket, { versioning: status });
  return { status: 200 };
};

export const getBucketVersioning: Operation = async ({ request, store }) => {
  const { versioning } = store.getBucket(request.bucket);
  const document = toXml('VersioningConfiguration', { Status: versioning || undefined });
  return xmlResponse(200, document);
};
