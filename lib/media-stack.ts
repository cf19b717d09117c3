// What arrives at run time: uploads, their records and the functions between them. Outlives every release.
import { Aws, CfnOutput, Duration, Fn, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../lambdas/domain/config.ts';
import { DeletionStream } from './deletion-stream.ts';
import { FileTable } from './file-table.ts';
import { FilesApi } from './files-api.ts';
import { createFunctions, timeoutOf } from './functions.ts';
import { MediaBucket } from './media-bucket.ts';
import { PageConfigFile } from './page-config.ts';
import { permissions } from './permissions.ts';
import { runEvery } from './schedule.ts';
import { createSignIn } from './sign-in.ts';
import type { StaticStack } from './static-stack.ts';
import { UploadQueue } from './upload-queue.ts';

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
    const deletions = new DeletionStream(this, 'Deletions', table);
    const queue = new UploadQueue(this, 'Uploads', {
      functionTimeout: timeoutOf('receive-upload'),
      bucketId: 'MediaBucket',
    });
    const bucket = new MediaBucket(this, 'MediaBucket', {
      origins,
      queue,
      multipartDays: config.expiry.multipartDays,
    });

    const functions = createFunctions(this, {
      functionsDir,
      permissions: permissions({ table, bucket, queue, deletions }),
      environment: {
        TABLE_NAME: table.tableName,
        MEDIA_BUCKET: bucket.bucketName,
        // See docs/decisions/0002-cursor-key.md.
        CURSOR_KEY: Fn.select(2, Fn.split('/', Aws.STACK_ID)),
      },
      logRetentionDays: config.logRetentionDays,
    });
    queue.feed(functions['receive-upload']);
    deletions.feed(functions['purge-file']);
    runEvery(this, 'ReapSchedule', Duration.minutes(15), functions['reap-uploads']);
    runEvery(this, 'ReconcileSchedule', Duration.days(7), functions.reconcile);
    const api = new FilesApi(this, 'FilesApi', { config, origins, signIn, functions });
    new PageConfigFile(this, 'PageConfig', { site, config, api: api.url, signIn });

    const output = (name: string, value: string) => new CfnOutput(this, name, { value });
    output('ApiUrl', api.url);
    output('Issuer', signIn.issuer);
    output('ClientId', signIn.clientId);
    output('MediaBucketName', bucket.bucketName);
    output('TableName', table.tableName);
    output('UploadQueueUrl', queue.url);
    output('UploadDeadLetterQueueUrl', queue.deadLetterUrl);
    output('DeletionDeadLetterQueueUrl', deletions.deadLetterUrl);
  }
}
