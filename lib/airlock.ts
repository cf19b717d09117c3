// The Airlock construct: uploads, their records and the functions between them.
import { Aws, CfnOutput, type CfnResource, Duration, Fn } from 'aws-cdk-lib';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Rule } from 'aws-cdk-lib/aws-events';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { CfnFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { makesVariants, scannerInUse } from '../lambdas/config/config.ts';
import { mediaFunctionConfig } from '../lambdas/config/function-config.ts';
import type { EventType } from '../lambdas/domain/event-types.ts';
import { operatedFunctions } from '../lambdas/functions.ts';
import type { AirlockProps } from './airlock-props.ts';
import { applyToAll } from './apply-to-all.ts';
import { createChangeFeed } from './change-feed.ts';
import { configOf } from './configure.ts';
import { createDeletionStream } from './deletion-stream.ts';
import { directoryAccessOf } from './directory-access.ts';
import { refuseCertificatesElsewhere } from './domains.ts';
import { DownloadKeys } from './download-keys.ts';
import { createEventBridge, type EventBridge } from './event-bridge.ts';
import { FileTable } from './file-table.ts';
import { FilesApi } from './files-api.ts';
import { createFunctions, type Functions, timeoutOf } from './functions.ts';
import { instanceIdOf, metricNamespaceOf, reserveName } from './instance.ts';
import { linkEnvironment } from './link-environment.ts';
import { MediaBucket } from './media-bucket.ts';
import { MediaCdn } from './media-cdn.ts';
import { networkOf } from './network.ts';
import { type OnEventOptions, ruleFor } from './on-event.ts';
import { Operations } from './operations.ts';
import { PageConfigFile } from './page-config.ts';
import { permissions, readerRights } from './permissions.ts';
import { prebuiltFunctions } from './prebuilt.ts';
import { PublicBucket } from './public-bucket.ts';
import { warnOfPublicOriginals } from './public-originals.ts';
import { createPublicationQueue } from './publication-queue.ts';
import { refuseBeyondLimits } from './refuse-beyond-limits.ts';
import { refuseRegionOf } from './refuse-region.ts';
import { addRegionToNames } from './regional-names.ts';
import { replicate } from './replication.ts';
import { createRequestAuthorizer } from './request-authorizer.ts';
import { createScanning } from './scanning.ts';
import { runEvery } from './schedule.ts';
import { createSignIn, hasClient } from './sign-in.ts';
import { indexNamesFor } from './table-indexes.ts';
import { createUploadQueue } from './upload-queue.ts';
import { createVariantQueues } from './variant-queues.ts';
import { createWebhooks, webhookOutputs } from './webhooks.ts';

/** An upload backend: buckets, table, API and the functions between them. */
export class Airlock extends Construct {
  /** Address of the API: `https://` and a host, without a slash at the end. */
  readonly apiUrl: string;
  /** Address of public files and, with `downloads: 'cdn'`, of downloads: `https://` and a host, without a slash at the end. */
  readonly mediaUrl: string;
  /** The bucket of uploads, with all their versions. */
  readonly mediaBucket: IBucket;
  /** The bucket of public copies. */
  readonly publicBucket: IBucket;
  /** The table of files. */
  readonly table: TableV2;
  /** The first issuer whose tokens the API accepts. */
  readonly issuer: string;
  /** The client of the page at that issuer; undefined where `auth` names an issuer and no client. */
  readonly clientId: string | undefined;
  /** The user pool where people sign in; undefined with `auth.issuer`. */
  readonly userPool: IUserPool | undefined;
  /** The functions by name, for your own alarms and settings. */
  readonly functions: Functions;
  /** Every alarm publishes here. */
  readonly alarmTopic: ITopic;
  readonly #events: EventBridge | undefined;
  readonly #readerRights: ReturnType<typeof readerRights>;

  constructor(scope: Construct, id: string, props: AirlockProps) {
    super(scope, id);
    refuseRegionOf(this);
    const config = configOf(this, props);
    reserveName(this, config.name);
    warnOfPublicOriginals(this, config);
    const { site, encryptionKey, domains = {} } = props;
    refuseCertificatesElsewhere(this, domains);
    const isRemoved = props.removalPolicy === 'destroy';
    const functionsDirectory = props.functionsDirectory ?? prebuiltFunctions();
    const origins = [...(site ? [site.origin] : []), ...config.origins];

    const signIn = createSignIn(this, { ...props, config, origins, isRemoved });
    const table = new FileTable(this, 'Files', { isRemoved, indexNames: indexNamesFor(config) });
    (table.node.defaultChild as CfnResource).addMetadata('Airlock::Instance', config.name);
    const deletions = createDeletionStream(this, 'Deletions', table);
    const publications = createPublicationQueue(this, 'Publications', {
      functionTimeout: timeoutOf('publish-file'),
      operations: config.operations,
    });
    const queue = createUploadQueue(this, 'Uploads', {
      functionTimeout: timeoutOf('receive-upload'),
      operations: config.operations,
      bucketId: `${instanceIdOf(this)}MediaBucket`,
    });
    const bucket = new MediaBucket(this, 'MediaBucket', {
      origins,
      queue,
      multipartDays: config.expiry.multipartDays,
      collections: Object.values(config.collections),
      notifiesEventBridge: scannerInUse(config)?.engine === 'guardduty',
      encryptionKey,
      isRemoved,
    });
    if (config.replication) replicate(bucket, config.replication);
    const network = networkOf(this, props);
    const scanning = createScanning(this, { config, bucket, network, encryptionKey });
    const events = createEventBridge(this, config);
    const variants = makesVariants(config) ? createVariantQueues(this, config) : undefined;
    const changes = createChangeFeed(this, 'Changes', table, {
      scans: scanning?.requests !== undefined,
      variants: variants !== undefined,
      events: events !== undefined,
    });
    const publicBucket = new PublicBucket(this, 'PublicBucket', { isRemoved });
    const keys =
      config.downloads === 'cdn'
        ? new DownloadKeys(this, 'DownloadKeys', { config, functionsDirectory })
        : undefined;
    const cdn = new MediaCdn(this, 'MediaCdn', {
      name: config.name,
      publicBucket: publicBucket as IBucket,
      mediaBucket: bucket as IBucket,
      keys,
      origins,
      domain: domains.media,
      webAclArn: config.mediaWebAclArn,
    });
    // It takes minutes until all of AWS knows its role, as long as the creation of the distribution.
    scanning?.startAfter?.(cdn);

    const queues = { queue, deletions, changes, publications, variants };
    const directory = directoryAccessOf(this, { config, signIn });
    const resources = { table, bucket, publicBucket, cdn, keys, events, directory, ...queues };
    const functions = createFunctions(this, {
      source: { functionsDirectory, config: mediaFunctionConfig(config) },
      permissions: permissions({ ...resources, scanning, encryptionKey }),
      scanFunction: scanning?.function,
      makesVariants: variants !== undefined,
      hasDirectory: directory !== undefined,
      environment: {
        TABLE_NAME: table.tableName,
        MEDIA_BUCKET: bucket.bucketName,
        PUBLIC_BUCKET: publicBucket.bucketName,
        MEDIA_ORIGIN: cdn.origin,
        MEDIA_DISTRIBUTION: cdn.distributionId,
        PUBLICATIONS_QUEUE: publications.queue.queueUrl,
        ...(scanning?.requests && { SCANS_QUEUE: scanning.requests.queue.queueUrl }),
        ...(variants && {
          VARIANTS_QUEUE: variants.requests.queue.queueUrl,
          VARIANT_RESULTS_QUEUE: variants.results.queue.queueUrl,
        }),
        ...(events && { EVENT_BUS: events.name, EVENT_SOURCE: events.source }),
        ...(keys && {
          DOWNLOAD_KEY_ID: keys.keyPairId,
          DOWNLOAD_KEY_PARAMETER: keys.parameterName,
        }),
        ...linkEnvironment(props),
        ...directory?.environment,
        // See docs/decisions/0002-cursor-key.md.
        CURSOR_KEY: Fn.select(2, Fn.split('/', Aws.STACK_ID)),
      },
      logRetentionDays: config.logRetentionDays,
      auditRetentionDays: config.operations.auditLog?.retentionDays,
      tracing: config.operations.tracing,
      reservedConcurrency: config.operations.reservedConcurrency,
    });
    // The functions read the limits from the file beside the bundle; this copy shows them in a deployed template.
    const { bytes, files } = config.quota;
    const issuing = functions['issue-upload'].node.defaultChild as CfnFunction;
    issuing.addMetadata('Airlock::Quota', { bytes, files });
    queue.feed(functions['receive-upload']);
    const scanFunction = scanning && functions[scanning.function];
    if (scanFunction) scanning.feed(scanFunction);
    publications.feed(functions['publish-file']);
    const { 'make-variants': maker, 'record-variants': recorder } = functions;
    if (maker) variants?.requests.feed(maker);
    if (recorder) variants?.results.feed(recorder);
    deletions.feed(functions['purge-file']);
    changes.feed(functions['relay-changes']);
    runEvery(this, 'ReapSchedule', Duration.minutes(15), functions['reap-uploads']);
    runEvery(this, 'ReconcileSchedule', Duration.days(7), functions.reconcile);
    const authorizer = createRequestAuthorizer(this, { config, signIn, functionsDirectory });
    const api = new FilesApi(this, 'FilesApi', {
      config,
      origins,
      authorizer,
      functions,
      domain: domains.api,
    });
    if (site && hasClient(signIn)) {
      const { permissionsBoundary } = props;
      const page = { site, config, api: api.url, signIn, permissionsBoundary };
      new PageConfigFile(this, 'PageConfig', page);
    }
    const webhooks = events ? createWebhooks(this, { config, events, functionsDirectory }) : [];
    const operations = new Operations(this, 'Operations', {
      config,
      namespace: metricNamespaceOf(this),
      functions,
      authorizer: authorizer.function,
      api: api.stage,
      accessLogs: api.accessLogs,
      table,
    });

    this.apiUrl = api.url;
    this.mediaUrl = cdn.origin;
    this.mediaBucket = bucket as IBucket;
    this.publicBucket = publicBucket as IBucket;
    this.table = table;
    this.issuer = signIn.issuer;
    this.clientId = signIn.clientId;
    this.userPool = signIn.userPool;
    this.functions = functions;
    this.alarmTopic = operations.topic;
    this.#events = events;
    this.#readerRights = readerRights({ table, bucket, encryptionKey });

    this.#output('ApiUrl', api.url);
    if (api.domainTarget) this.#output('ApiDomainTarget', api.domainTarget);
    if (domains.media) this.#output('MediaDomainTarget', cdn.domainName);
    this.#output('Issuer', signIn.issuer);
    if (hasClient(signIn)) this.#output('ClientId', signIn.clientId);
    if (signIn.userPool) this.#output('UserPoolId', signIn.userPool.userPoolId);
    if (signIn.serviceClientId) {
      this.#output('ServiceClientId', signIn.serviceClientId);
      if (signIn.tokenUrl) this.#output('TokenUrl', signIn.tokenUrl);
    }
    this.#output('MediaBucketName', bucket.bucketName);
    this.#output('PublicBucketName', publicBucket.bucketName);
    this.#output('MediaUrl', cdn.origin);
    this.#output('TableName', table.tableName);
    this.#output('UploadQueueUrl', queue.queue.queueUrl);
    this.#output('UploadDeadLetterQueueUrl', queue.deadLetters.queueUrl);
    this.#output('DeletionDeadLetterQueueUrl', deletions.deadLetterUrl);
    this.#output('PublicationDeadLetterQueueUrl', publications.deadLetters.queueUrl);
    if (variants) {
      this.#output('VariantDeadLetterQueueUrl', variants.requests.deadLetters.queueUrl);
      this.#output('VariantResultDeadLetterQueueUrl', variants.results.deadLetters.queueUrl);
    }
    this.#output('ChangeDeadLetterQueueUrl', changes.deadLetterUrl);
    if (events) this.#output('EventBusArn', events.arn);
    for (const [name, value] of webhookOutputs(webhooks)) this.#output(name, value);
    this.#output('ReconcileFunctionName', functions.reconcile.functionName);
    for (const [name, output] of Object.entries(operatedFunctions)) {
      this.#output(output, functions[name as keyof typeof operatedFunctions].functionName);
    }
    if (scanning) this.#output('ScanDeadLetterQueueUrl', scanning.deadLetterUrl);
    this.#output('AlarmTopicArn', operations.topic.topicArn);
    addRegionToNames(this);
    applyToAll(this, props);
    refuseBeyondLimits(this, 'Airlock');
  }

  /**
   * Allows a function or role of yours to read the records and the judged version of the files of every owner. A file's record
   * names its key and version; read no other version.
   */
  grantRead(grantee: IGrantable): Grant {
    const [first, ...others] = this.#readerRights.map((statement) =>
      Grant.addToPrincipal({ grantee, ...statement }),
    );
    return others.reduce((all, one) => all.combine(one), first ?? Grant.drop(grantee, 'no rights'));
  }

  /**
   * Invokes a function of yours with every event of these types; it gets EventBridge's event, whose `detail` is the
   * `AirlockEvent`. Needs `events` in the properties.
   */
  onEvent(types: readonly EventType[], target: IFunction, options: OnEventOptions = {}): Rule {
    return ruleFor(this, this.#events, { types, target, ...options });
  }

  /** Invokes a function of yours for every file that is ready. Needs `events` in the properties. */
  onFileReady(target: IFunction, options: OnEventOptions = {}): Rule {
    return this.onEvent(['FileReady'], target, options);
  }

  /** Commands find an Airlock by its outputs, whose names begin with its path in the stack. */
  #output(name: string, value: string): void {
    const output = new CfnOutput(this, name, { value });
    output.overrideLogicalId(`${instanceIdOf(this)}${name}`);
  }
}
