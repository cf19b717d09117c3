// DeleteObjects: up to 1000 deletions in one request, each with its own outcome.
import { deleteGuard } from '../conditions.ts';
import { S3Error } from '../errors.ts';
import { type Exchange, type Operation, requireVersionId } from '../exchange.ts';
import { readDocument } from '../payload.ts';
import { xmlResponse } from '../response.ts';
import { parseXml, toXml, type XmlContent, type XmlElement, type XmlShape } from '../xml.ts';
import { requireUnversioned } from './delete-object.ts';

const MAX_OBJECTS = 1000;
const SHAPE: XmlShape = {
  'Object*': {
    Key: 'text',
    VersionId: 'text',
    ETag: 'text',
    LastModifiedTime: 'text',
    Size: 'text',
  },
  Quiet: 'text',
};

type Outcome = { Deleted: XmlContent } | { Error: XmlContent };

export const deleteObjects: Operation = async (exchange) => {
  const { request, store, identity } = exchange;
  store.getBucket(request.bucket);
  const names = ['content-md5', ...request.headerNames('x-amz-checksum-')];
  if (
    request.header('x-amz-trailer') === undefined &&
    names.every((name) => request.header(name) === undefined)
  ) {
    throw new S3Error(
      'InvalidRequest',
      'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
    );
  }
  const document = parseXml(await readDocument(request, identity()), 'Delete', SHAPE);
  const objects = document.all('Object');
  if (objects.length === 0 || objects.length > MAX_OBJECTS) throw new S3Error('MalformedXML');
  const quiet = document.text('Quiet') ?? 'false';
  if (quiet !== 'true' && quiet !== 'false') throw new S3Error('MalformedXML');
  const isQuiet = quiet === 'true';
  const outcomes: Outcome[] = [];
  for (const object of objects) outcomes.push(await deleteOne(exchange, object));
  return xmlResponse(
    200,
    toXml('DeleteResult', {
      Deleted: outcomes.flatMap((one) => ('Deleted' in one && !isQuiet ? [one.Deleted] : [])),
      Error: outcomes.flatMap((one) => ('Error' in one ? [one.Error] : [])),
    }),
  );
};

async function deleteOne(
  { request, store, identity, authorize }: Exchange,
  object: XmlElement,
): Promise<Outcome> {
  const { bucket } = request;
  const key = object.text('Key');
  if (!key) throw new S3Error('MalformedXML');
  const versionId = object.text('VersionId') || undefined;
  try {
    requireVersionId(versionId);
    requireKnownConditions(object);
    const ifMatch = object.text('ETag');
    requireUnversioned(ifMatch, versionId);
    const action = versionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion';
    const extra = versionId === undefined ? {} : { 's3:VersionId': versionId };
    await authorize(identity().accessKeyId, action, bucket, key, extra);
    const deleted = store.deleteObject(bucket, key, versionId, deleteGuard(ifMatch, key));
    const isMarker = deleted?.isDeleteMarker === true;
    return {
      Deleted: {
        Key: key,
        VersionId: versionId,
        DeleteMarker: isMarker || undefined,
        DeleteMarkerVersionId: isMarker ? deleted.versionId : undefined,
      },
    };
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return {
      Error: { Key: key, VersionId: versionId, Code: error.code, Message: error.message },
    };
  }
}

/** Conditions that S3 knows for directory buckets alone. */
function requireKnownConditions(object: XmlElement): void {
  for (const name of ['LastModifiedTime', 'Size']) {
    if (object.text(name) !== undefined) {
      throw new S3Error('NotImplemented', { elements: { Element: name } });
    }
  }
}
