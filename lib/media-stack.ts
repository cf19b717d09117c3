// What arrives at run time: uploads, their records and the functions between them. Outlives every release.
import { Aws, CfnOutput, Duration, Fn, Stack } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { type Config, scannerInUse } from '../lambdas/config/config.ts';
import { createDeletionStream } from './deletion-stream.ts';
import { DownloadKeys } from './download-keys.ts';
import { FileTable } from './file-table.ts';
import { FilesApi } from './files-api.ts';
import { createFunctions, timeoutOf } from './functions.ts';
import { MediaBucket } from './media-bucket.ts';
import { MediaCdn } from './media-cdn.ts';
import { Operations } from './operations.ts';
import { PageConfigFile } from './page-config.ts';
import { permissions } from './permissions.ts';
import { PublicBucket } from './public-bucket.ts';
import { createPublicationStream } from './publication-stream.ts';
import { addRegionToNames } from './regional-names.ts';
import { createScanning } from './scanning.ts';
import { runEvery } from './schedule.ts';
import { createSignIn } from './sign-in.ts';
import type { StaticStack } from './static-stack.ts';
import { createUploadQueue } from './upload-queue.ts';

/** What the media stack is made from. */
export interface MediaStackProps {
  readonly config: Config;
  /** Holds `<function>/index.mjs`. */
  readonly functionsDir: string;
  readonly site: StaticStack;
}

/** The private half, in the order of the story: issue, upload, receive, look, download. */
export class MediaStack extends Stack {
  constructor(scope: Construct, id: string, { config, functionsDir, site }: MediaStackProps) {
    super(scope, id, {
      description: 'Airlock: uploads, their records and the API',
      terminationProtection: true,
    });
    // Its outputs are read by name, which the CDK does not see as a reference.
    this.addStackDependency(site);
    const origins = [site.origin, ...config.origins] as const;

    const signIn = createSignIn(this, { config, origins });
    const table = new FileTable(this, 'Files');
    const deletions = createDeletionStream(this, 'Deletions', table);
    const publications = createPublicationStream(this, 'Publications', table);
    const queue = createUploadQueue(this, 'Uploads', {
      functionTimeout: timeoutOf('receive-upload'),
      operations: config.operations,
      bucketId: 'MediaBucket',
    });
    const bucket = new MediaBucket(this, 'MediaBucket', {
      origins,
      queue,
      multipartDays: config.expiry.multipartDays,
      tellEventBridge: scannerInUse(config)?.engine === 'guardduty',
    });
    const scanning = createScanning(this, { config, table, bucket });
    const publicBucket = new PublicBucket(this, 'PublicBucket');
    const keys =
      config.downloads === 'cdn'
        ? new DownloadKeys(this, 'DownloadKeys', { config, functionsDir })
        : undefined;
    const cdn = new MediaCdn(this, 'MediaCdn', {
      config,
      publicBucket: publicBucket as IBucket,
      mediaBucket: bucket as IBucket,
      keys,
    });

    // Its role needs minutes until every part of AWS knows it, which the distribution takes to be created.
    scanning?.startAfter?.(cdn);

    const resources = { table, bucket, publicBucket, cdn, keys, queue, deletions, publications };
    const functions = createFunctions(this, {
      functionsDir,
      permissions: permissions({ ...resources, scanning }),
      scanFunction: scanning?.function,
      environment: {
        TABLE_NAME: table.tableName,
        MEDIA_BUCKET: bucket.bucketName,
        PUBLIC_BUCKET: publicBucket.bucketName,
        MEDIA_ORIGIN: cdn.origin,
        MEDIA_DISTRIBUTION: cdn.distributionId,
        ...(keys && {
          DOWNLOAD_KEY_ID: keys.keyPairId,
          DOWNLOAD_KEY_PARAMETER: keys.parameterName,
        }),
        // See docs/decisions/0002-cursor-key.md.
        CURSOR_KEY: Fn.select(2, Fn.split('/', Aws.STACK_ID)),
      },
      logRetentionDays: config.logRetentionDays,
      tracing: config.operations.tracing,
    });
    // The limits are inside the bundle; written here, too, a deployed template shows them.
    const { bytes, files } = config.quota;
    const issuing = functions['issue-upload'].node.defaultChild as CfnFunction;
    issuing.addMetadata('Airlock::Quota', { bytes, files });
    queue.feed(functions['receive-upload']);
    const scanFunction = scanning && functions[scanning.function];
    if (scanFunction) scanning.feed(scanFunction);
    publications.feed(functions['publish-file']);
    deletions.feed(functions['purge-file']);
    runEvery(this, 'ReapSchedule', Duration.minutes(15), functions['reap-uploads']);
    runEvery(this, 'ReconcileSchedule', Duration.days(7), functions.reconcile);
    const api = new FilesApi(this, 'FilesApi', { config, origins, signIn, functions });
    new PageConfigFile(this, 'PageConfig', { site, config, api: api.url, signIn });
    const watched = { functions, api: api.stage, accessLogs: api.accessLogs, table };
    new Operations(this, 'Operations', { config, ...watched });

    const output = (name: string, value: string) => new CfnOutput(this, name, { value });
    output('ApiUrl', api.url);
    output('Issuer', signIn.issuer);
    output('ClientId', signIn.clientId);
    if (signIn.userPoolId) output('UserPoolId', signIn.userPoolId);
    output('MediaBucketName', bucket.bucketName);
    output('PublicBucketName', publicBucket.bucketName);
    output('MediaUrl', cdn.origin);
    output('TableName', table.tableName);
    output('UploadQueueUrl', queue.queue.queueUrl);
    output('UploadDeadLetterQueueUrl', queue.deadLetters.queueUrl);
    output('DeletionDeadLetterQueueUrl', deletions.deadLetterUrl);
    output('PublicationDeadLetterQueueUrl', publications.deadLetterUrl);
    output('ReconcileFunctionName', functions.reconcile.functionName);
    if (scanning) output('ScanDeadLetterQueueUrl', scanning.deadLetterUrl);
    addRegionToNames(this);
  }
}
