// Starts everything that the resolved templates describe: buckets, tables, functions, queues, API, issuer and site.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { getRequestListener } from '@hono/node-server';
import { type DistributionServer, region } from './addresses.ts';
import type { Controls } from './controls.ts';
import { createBus } from './events/bus.ts';
import { readEventRules } from './events/settings.ts';
import { createGateway } from './gateway/gateway.ts';
import { readApi } from './gateway/settings.ts';
import { startMalwareProtection } from './guardduty/malware-protection.ts';
import { requirePlanRights } from './guardduty/plan-rights.ts';
import { type ClamdAddress, readPlans } from './guardduty/settings.ts';
import { hasSimulator, noAuthority, startAuthority } from './iam/start-authority.ts';
import { createIssuer } from './issuer/issuer.ts';
import { readClients } from './issuer/settings.ts';
import { type Credentials, credentialsOf, sharedCredentials } from './lambda/credentials.ts';
import { requireFunctionRights } from './lambda/function-rights.ts';
import { type FunctionPool, startFunctions } from './lambda/functions.ts';
import { readFunctions } from './lambda/settings.ts';
import { administrator as administratorName } from './local-account.ts';
import type { Servers } from './open-servers.ts';
import { readQueues } from './queue/settings.ts';
import { QueueStore } from './queue/store.ts';
import type { ObjectCreated } from './s3/server.ts';
import { serveCdn } from './serve-cdn.ts';
import { settleAll } from './settle-all.ts';
import { deployFiles } from './site/deploy-files.ts';
import { readDistributions } from './site/settings.ts';
import { startEventSources } from './start-event-sources.ts';
import type { State } from './state.ts';
import { messagesOf, testMessage } from './storage/notify.ts';
import { type BucketSettings, readBuckets } from './storage/settings.ts';
import { externalEngine } from './table/dynoxide.ts';
import { createGate } from './table/gate.ts';
import { readTables } from './table/settings.ts';
import { startTables } from './table/start-tables.ts';
import type { Template } from './template/template.ts';

/** The environment in which the templates are run. */
export interface Surroundings {
  readonly template: Template;
  readonly servers: Servers;
  readonly state: State;
  /** The clamd that replaces GuardDuty. */
  readonly clamd: ClamdAddress | undefined;
  readonly log: (line: string) => void;
}

/** The running parts. */
export interface Running {
  readonly controls: Controls;
  /** Delivers an S3 event to the queues of its notifications. */
  readonly receive: (event: ObjectCreated) => void;
}

/** Starts everything; each part is stopped with `started`, in reverse order. */
export async function runTemplate(
  { template, servers, state, clamd, log }: Surroundings,
  started: AsyncDisposableStack,
): Promise<Running> {
  const { origins } = servers;
  const shared = externalEngine() ? sharedCredentials(state.id('access key', 16)) : undefined;
  const credentialsFor = (name: string) => shared ?? credentialsOf(name, state.id);
  const administrator = credentialsFor(administratorName);
  const distributions = template
    .resources('AWS::CloudFront::Distribution')
    .map(({ ref }) => ({ id: ref, credentials: credentialsFor(`distribution ${ref}`) }));
  const functionSettings = readFunctions(
    template,
    { ...origins, control: servers.control.url },
    credentialsFor,
  );
  const plans = readPlans(template, credentialsFor);
  const underRoles = [...functionSettings, ...plans];
  servers.s3.addCredentials([
    administrator,
    ...[...distributions, ...underRoles].map(({ credentials }) => credentials),
  ]);
  const callers = { administrator, distributions, underRoles };
  const isEnforced = !shared && hasSimulator();
  const authority = !isEnforced
    ? noAuthority
    : startAuthority(template, callers, { s3: servers.s3, state, log });
  if (shared)
    log('roles are not enforced: with another engine all principals share one access key');
  if (!shared && !isEnforced)
    log(
      'roles are not enforced: install @cloud-copilot/iam-simulate (AGPL-3.0) beside airlock, and they are as in AWS',
    );
  servers.tables.serve(
    createGate({ engine: servers.tableEngine, tables: readTables(template), authority }),
  );

  const s3Of = (credentials: Credentials) => {
    const s3 = new S3Client({
      region,
      credentials,
      endpoint: servers.s3.url,
      forcePathStyle: true,
    });
    started.defer(() => s3.destroy());
    return s3;
  };
  const s3 = s3Of(administrator);
  const dynamodb = new DynamoDBClient({
    region,
    credentials: administrator,
    endpoint: servers.tableEngine,
  });
  started.defer(() => dynamodb.destroy());

  const functions = startFunctions(
    functionSettings,
    authority,
    state.path('logs', 'functions.log'),
    log,
  );
  started.defer(() => functions.close());

  const buckets = readBuckets(template);
  await requireFunctionRights(authority, functionSettings);
  await requirePlanRights(authority, plans);
  const queues = openQueues(template, buckets, state, started);
  const putEvent = createBus(readEventRules(template), queues, functions);
  const [tables] = await settleAll([
    startTables(dynamodb, readTables(template), started),
    putBuckets(servers, buckets).then(() => deployFiles(template, s3)),
    serve({ template, servers, state, functions }),
    serveCdn({
      template,
      servers,
      state,
      functions,
      queues,
      putEvent,
      authority,
      readers: new Map(distributions.map(({ id, credentials }) => [id, s3Of(credentials)])),
    }),
  ]);
  const sources = await startEventSources(
    {
      template,
      functions,
      queues,
      tables,
      authority,
      dynamodb: servers.tableEngine,
      positionFile: (name) => state.path(`stream-${name}.json`),
      log,
    },
    started,
  );

  const protection = startMalwareProtection({
    plans: plans.map((plan) => ({ ...plan, s3: s3Of(plan.credentials) })),
    clamd,
    putEvent,
    log,
  });

  const isIdle = async () =>
    (await servers.s3.pendingEvents()) === 0 &&
    protection.inFlight() === 0 &&
    (await sources.areIdle()) &&
    functions.inFlight() === 0;
  return {
    receive: (event) => {
      send(event, buckets, queues);
      protection.receive(event);
    },
    controls: {
      addresses: { ...origins, control: servers.control.url, ...names(template, buckets) },
      credentials: administrator,
      queues,
      functionLogs: functions.logLines,
      idle: () => waitUntil(isIdle),
      sweepExpired: tables.sweepExpired,
      fireSchedule: sources.scheduler.fire,
      invoke: (name, event) => functions.find(name).invoke(event),
    },
  };
}

function openQueues(
  template: Template,
  buckets: readonly BucketSettings[],
  state: State,
  started: AsyncDisposableStack,
): QueueStore {
  const queues = new QueueStore(state.path('queues.sqlite'), readQueues(template));
  started.defer(() => queues.close());
  for (const { name, notifications } of buckets) {
    for (const { id, queueArn } of notifications) {
      queues.sendOnce(`${name}/${id}`, queueArn, testMessage(name));
    }
  }
  return queues;
}

function send(event: ObjectCreated, buckets: readonly BucketSettings[], queues: QueueStore): void {
  const bucket = buckets.find(({ name }) => name === event.bucket);
  for (const { queueArn, body } of bucket ? messagesOf(bucket, event) : [])
    queues.send(queueArn, body);
}

async function putBuckets({ s3 }: Servers, buckets: readonly BucketSettings[]): Promise<void> {
  await Promise.all(
    buckets.map(({ name, logicalId: _logicalId, notifications: _notifications, ...options }) =>
      s3.putBucket(name, options),
    ),
  );
}

async function serve(parts: {
  template: Template;
  servers: Servers;
  state: State;
  functions: FunctionPool;
}): Promise<void> {
  const { template, servers, state, functions } = parts;
  const api = readApi(template);
  if (api) {
    const gateway = createGateway(api, (arn, event) => functions.find(arn).invoke(event));
    servers.api.serve(getRequestListener(gateway.fetch));
  }
  const issuer = await createIssuer({
    url: servers.origins.issuer,
    clients: readClients(template),
    secret: state.id('refresh tokens', 64),
    keyFile: state.path('issuer.json'),
  });
  servers.issuer.serve(issuer);
}

/** The issuer: that of the JWT authorizer, or, with a Lambda authorizer, that of the stack's outputs. */
function signInOf(template: Template): { issuer: string; clientId: string } | undefined {
  const authorizer = readApi(template)?.routes.find((route) => route.authorizer)?.authorizer;
  if (authorizer?.kind === 'jwt')
    return { issuer: authorizer.issuer, clientId: authorizer.audiences[0] ?? '' };
  const [api] = template.resources('AWS::ApiGatewayV2::Api');
  const outputs = Object.entries((api && template.outputs(api.stackName)) ?? {});
  const outputOf = (end: string) => outputs.find(([name]) => name.endsWith(end))?.[1];
  const issuer = outputOf('Issuer');
  return issuer === undefined ? undefined : { issuer, clientId: outputOf('ClientId') ?? '' };
}

/** Names that pages and scripts need besides addresses. */
function names(template: Template, buckets: readonly BucketSettings[]) {
  const signIn = signInOf(template);
  const clients = readClients(template);
  const page = clients.find(({ machineScopes }) => machineScopes.length === 0);
  const service = clients.find(({ machineScopes }) => machineScopes.length > 0);
  const distributions = readDistributions(template);
  const bucketOf = (server: DistributionServer) => {
    const origin = distributions.find((each) => each.server === server)?.behaviors.at(-1)?.origin;
    return origin && 'bucketName' in origin ? origin.bucketName : '';
  };
  const mediaBucket = buckets.find(({ notifications }) => notifications.length > 0)?.name ?? '';
  return {
    ...(signIn && { issuer: signIn.issuer }),
    clientId: page?.clientId ?? signIn?.clientId ?? '',
    ...(service && { serviceClientId: service.clientId }),
    mediaBucket,
    staticBucket: bucketOf('site'),
    publicBucket: bucketOf('cdn'),
    table: readTables(template)[0]?.name ?? '',
  };
}

/** Milliseconds between two checks of a condition. */
const pollMilliseconds = 10;

async function waitUntil(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition()))
    await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
}
