// Holds every upload: private, versioned, and reachable by browsers from named origins only.
import { Duration, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type CfnBucket, HttpMethods, type LifecycleRule, StorageClass } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Collection, StorageClass as StorageName } from '../lambdas/domain/collection.ts';
import type { HandOffQueue } from './hand-off-queue.ts';
import { PrivateBucket, removal } from './private-bucket.ts';

// Prefix of every upload's key.
const prefix = 'media/';
// Prefix of the key of every variant of an image; S3 sends no notifications about these.
const variantsPrefix = 'variants/';

/** The bucket of uploads; notifies the queue of every new object. */
export class MediaBucket extends PrivateBucket {
  /** ARN of every upload, for roles. */
  readonly uploadsArn: string;
  /** Prefix of every upload's key. */
  readonly prefix = prefix;
  /** Keys of every upload, for rights on listings. */
  readonly uploadsPrefix = `${prefix}*`;
  /** ARN of every variant, for roles. */
  readonly variantsArn: string;
  /** Keys of every variant, for rights on listings. */
  readonly variantsPrefix = `${variantsPrefix}*`;

  constructor(
    scope: Construct,
    id: string,
    props: {
      origins: readonly string[];
      queue: HandOffQueue;
      multipartDays: number;
      /** Whether every event is also sent to EventBridge, where GuardDuty receives it. */
      notifiesEventBridge: boolean;
      /** The collections whose objects change to another storage class. */
      collections: readonly Pick<Collection, 'name' | 'storage'>[];
      /** Encrypts the uploads. Default: S3's own key. */
      encryptionKey?: IKey | undefined;
      /** Whether the bucket and its content are deleted with the stack. */
      isRemoved: boolean;
    },
  ) {
    super(scope, id, {
      // The judged version is the served version, whatever is written to its key later.
      versioned: true,
      ...removal(props.isRemoved),
      // A bucket key, derived from the caller's key, saves a request to KMS for each object.
      ...(props.encryptionKey && { encryptionKey: props.encryptionKey, bucketKeyEnabled: true }),
      cors:
        props.origins.length === 0
          ? []
          : [
              {
                allowedOrigins: [...props.origins],
                allowedMethods: [
                  HttpMethods.GET,
                  HttpMethods.HEAD,
                  HttpMethods.POST,
                  HttpMethods.PUT,
                ],
                // The signature fixes the headers of a request; a list here would only repeat them.
                allowedHeaders: ['*'],
                exposedHeaders: [
                  'ETag',
                  'x-amz-version-id',
                  'x-amz-checksum-sha256',
                  'Accept-Ranges',
                  'Content-Disposition',
                  'Content-Length',
                  'Content-Range',
                ],
                maxAge: 3600,
              },
            ],
      // Never add NoncurrentVersionExpiration to media/ or variants/: an overwritten key leaves the judged version noncurrent, and
      // that version is the file. receive-upload deletes every other version on its own event.
      lifecycleRules: [
        {
          id: 'AbandonedUploads',
          abortIncompleteMultipartUploadAfter: Duration.days(props.multipartDays),
          expiredObjectDeleteMarker: true,
        },
        ...props.collections.flatMap(storageRule),
      ],
    });
    this.uploadsArn = this.arnForObjects(`${prefix}*`);
    this.variantsArn = this.arnForObjects(`${variantsPrefix}*`);
    for (const each of [prefix, variantsPrefix]) {
      Validations.of(this.stack).acknowledge({
        id: `AwsSolutions-IAM5[Resource::<${this.stack.getLogicalId(this.node.defaultChild as CfnBucket)}.Arn>/${each}*]`,
        reason: 'Keys are generated one per file, so a role can name no more than their prefix.',
      });
    }

    // Written straight into the bucket's own properties: `addEventNotification` would do it by a custom resource, with
    // a function and a role of its own.
    const bucket = this.node.defaultChild as CfnBucket;
    bucket.notificationConfiguration = {
      queueConfigurations: [
        {
          event: 's3:ObjectCreated:*',
          queue: props.queue.queue.queueArn,
          filter: { s3Key: { rules: [{ name: 'prefix', value: prefix }] } },
        },
      ],
      // GuardDuty would switch it on by itself; here, so that a later deployment does not switch it off.
      ...(props.notifiesEventBridge && { eventBridgeConfiguration: { eventBridgeEnabled: true } }),
    };
    // S3 tries the queue when the bucket is created, and so it must already be allowed to send.
    this.node.addDependency(props.queue.queue.node.findChild('Policy'));
  }
}

const storageClasses: Readonly<Record<StorageName, StorageClass>> = {
  'intelligent-tiering': StorageClass.INTELLIGENT_TIERING,
  'standard-ia': StorageClass.INFREQUENT_ACCESS,
  'glacier-instant-retrieval': StorageClass.GLACIER_INSTANT_RETRIEVAL,
};

/** The rule that changes the objects of a collection, by the beginning of their keys. */
function storageRule({ name, storage }: Pick<Collection, 'name' | 'storage'>): LifecycleRule[] {
  if (!storage) return [];
  const storageClass = storageClasses[storage.class];
  return [
    {
      id: `Storage-${name}`,
      prefix: `${prefix}${name}/`,
      transitions: [{ storageClass, transitionAfter: Duration.days(storage.afterDays) }],
    },
  ];
}
