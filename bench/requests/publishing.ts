// What a public file costs, as the requests bench walks it: made public and published, made private and withdrawn.
import type { Measure } from './meter.ts';
import { type UseCases, walkerWith } from './path.ts';
import type { QuietBucket } from './quiet-bucket.ts';
import { alice, uploadNote } from './uploads.ts';

/** Walks both ways; CloudFront's one invalidation is no request to S3 or DynamoDB and stands in the name. */
export async function walkPublishing(useCases: UseCases, measure: Measure, bucket: QuietBucket) {
  const walk = walkerWith(measure);
  const { edit, publish } = useCases;
  const id = await uploadNote(useCases, bucket, alice);
  const opened = await walk('make public', { dynamodb: 2, s3: 0 }, () =>
    edit(id, { visibility: 'public' }, alice),
  );
  const published = await walk('publish 5 KiB', { dynamodb: 2, s3: 1 }, () => publish(id));
  const again = await walk('publish, delivered twice', { dynamodb: 1, s3: 0 }, () => publish(id));
  await edit(id, { visibility: 'private' }, alice);
  const withdrawn = await walk('withdraw, and 1 invalidation', { dynamodb: 2, s3: 1 }, () =>
    publish(id),
  );
  return { opened, published, again, withdrawn };
}
