// PutObject: one body becomes the latest version of a key.
import { DEFAULT_ALGORITHM } from '../checksums.ts';
import { writeGuard } from '../conditions.ts';
import { type Operation, versionIdHeader } from '../exchange.ts';
import { attributesOf, checksumHeaders, quote } from '../object-headers.ts';
import { openPayload } from '../payload.ts';
import { keep, receive } from '../receive.ts';
import { ENCRYPTION_HEADERS } from '../write-options.ts';

export const putObject: Operation = async ({ request, store, identity }) => {
  const { bucket, key } = request;
  const attributes = attributesOf(request, store.getBucket(bucket));
  const guard = writeGuard(request);
  const latest = store.findLatest(bucket, key);
  guard(latest?.isDeleteMarker ? undefined : latest);
  const { chunks, sizeInBytes, expected } = openPayload(request, identity());
  const algorithm = expected.checksum?.algorithm ?? DEFAULT_ALGORITHM;

  const body = await receive(store.files, chunks, expected, algorithm, { sizeInBytes });
  const version = await keep(store.files, body, () =>
    store.putObject({
      bucket,
      key,
      attributes,
      eTag: body.md5,
      checksum: { algorithm, type: 'FULL_OBJECT', value: body.checksum },
      blobs: [{ partNumber: 1, ...body }],
      incoming: [body.file],
      event: 'ObjectCreated:Put',
      guard,
    }),
  );
  return {
    status: 200,
    headers: {
      etag: quote(version.eTag),
      ...ENCRYPTION_HEADERS,
      ...checksumHeaders(version),
      ...versionIdHeader(store, version),
    },
  };
};
