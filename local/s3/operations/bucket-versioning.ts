// PutBucketVersioning and GetBucketVersioning.
import { S3Error } from '../errors.ts';
import type { Operation } from '../exchange.ts';
import { readDocument } from '../payload.ts';
import { xmlResponse } from '../response.ts';
import { parseXml, toXml } from '../xml.ts';

export const putBucketVersioning: Operation = async ({ request, store, identity }) => {
  store.getBucket(request.bucket);
  const text = await readDocument(request, identity());
  const document = parseXml(text, 'VersioningConfiguration', { Status: 'text', MfaDelete: 'text' });
  const status = document.text('Status');
  if ((document.text('MfaDelete') ?? 'Disabled') !== 'Disabled') {
    throw new S3Error('NotImplemented', { elements: { Element: 'MfaDelete' } });
  }
  if (status !== 'Enabled' && status !== 'Suspended') throw new S3Error('MalformedXML');
  store.putBucket(request.bucket, { versioning: status });
  return { status: 200 };
};

export const getBucketVersioning: Operation = async ({ request, store }) => {
  const { versioning } = store.getBucket(request.bucket);
  const document = toXml('VersioningConfiguration', { Status: versioning || undefined });
  return xmlResponse(200, document);
};
