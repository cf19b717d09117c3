// The AWS services besides S3 and DynamoDB, on one port. Functions call CloudFront, Cognito, SSM, SQS, EventBridge and the answer
// URL of custom resources; commands call SQS, Lambda and CloudFormation's outputs.
import { type Context, Hono } from 'hono';
import { account, region } from '../addresses.ts';
import type { PutEvent } from '../events/bus.ts';
import type { Authority } from '../iam/authority.ts';
import type { FunctionPool } from '../lambda/functions.ts';
import type { QueueStore } from '../queue/store.ts';
import { answerPutEvents, busArnsOf } from './events.ts';
import { createInvalidation, errorResponse, type Invalidate } from './invalidations.ts';
import { openParameters } from './parameters.ts';
import { openQueueOperations, queueArnOf } from './queues.ts';
import { describeStacks, type OutputsOf } from './stacks.ts';
import { listUsers, userPoolArnOf } from './user-pools.ts';

/** The parts on which the services act. */
export interface ControlParts {
  readonly invalidate: Invalidate;
  readonly authority: Authority;
  readonly queues: QueueStore;
  readonly putEvent: PutEvent;
  readonly functions: FunctionPool;
  readonly outputsOf: OutputsOf;
  /** Where parameters are kept. */
  readonly parameterFile: string;
  /** Receives the answer that a custom resource's function has put for CloudFormation. */
  readonly onResourceAnswer: (requestId: string, answer: unknown) => void;
}

/** Creates the services as a Hono app; an operation that is not among them is a 501. */
export function createControl(parts: ControlParts): Hono {
  const { authority, onResourceAnswer } = parts;
  const app = new Hono();
  const answerInvalidation = createInvalidation(parts.invalidate);
  app.post('/2020-05-31/distribution/:id/invalidation', async (context) => {
    const resource = `arn:aws:cloudfront::${account}:distribution/${context.req.param('id')}`;
    const refusal = await refuse(context, 'cloudfront:CreateInvalidation', resource, authority);
    return refusal ? errorResponse(403, 'AccessDenied', refusal) : answerInvalidation(context);
  });

  app.post('/2015-03-31/functions/:name/invocations', async (context) => {
    const { name } = parts.functions.find(context.req.param('name')).settings;
    const resource = `arn:aws:lambda:${region}:${account}:function:${name}`;
    const refusal = await refuse(context, 'lambda:InvokeFunction', resource, authority);
    if (refusal) {
      const headers = { 'x-amzn-errortype': 'AccessDeniedException' };
      return Response.json({ Message: refusal }, { status: 403, headers });
    }
    const outcome = await parts.functions.find(name).invoke(await context.req.json());
    return outcome.kind === 'succeeded'
      ? new Response(outcome.payload)
      : Response.json(outcome.error, { headers: { 'x-amz-function-error': 'Unhandled' } });
  });

  const parameters = openParameters(parts.parameterFile);
  const queueOperations = openQueueOperations(parts.queues);
  app.post('/', async (context) => {
    const [service, operation = ''] = (context.req.header('x-amz-target') ?? '').split('.');
    if (service === 'AmazonSQS') return answerQueues(context, operation);
    if (service === 'AWSEvents') return answerEvents(context, operation);
    if (service === 'AWSCognitoIdentityProviderService') return answerUsers(context, operation);
    if (service === '') return answerStacks(context);
    if (service !== 'AmazonSSM') return notServed(context);
    const request = await context.req.json();
    const resource = `arn:aws:ssm:${region}:${account}:parameter/${String(request.Name).replace(/^\//, '')}`;
    const refusal = await refuse(context, `ssm:${operation}`, resource, authority);
    if (refusal) return json(400, { __type: 'AccessDeniedException', message: refusal });
    const answer = parameters(operation, request);
    return answer ? json(answer.status, answer.body) : notServed(context);
  });

  async function answerQueues(context: Context, operation: string): Promise<Response> {
    const request = await context.req.json();
    // A batch needs the right to its single call (Amazon SQS developer guide, "Amazon SQS API permissions").
    const action = `sqs:${operation.replace(/Batch$/, '')}`;
    const refusal = await refuse(context, action, queueArnOf(request), authority);
    if (refusal)
      return Response.json({ __type: 'AccessDeniedException', message: refusal }, { status: 400 });
    const answer = queueOperations(operation, request);
    return answer ? Response.json(answer.body, { status: answer.status }) : notServed(context);
  }

  async function answerEvents(context: Context, operation: string): Promise<Response> {
    if (operation !== 'PutEvents') return notServed(context);
    const request = await context.req.json();
    for (const bus of busArnsOf(request)) {
      const refusal = await refuse(context, 'events:PutEvents', bus, authority);
      if (refusal) return json(400, { __type: 'AccessDeniedException', message: refusal });
    }
    return json(200, answerPutEvents(request, parts.putEvent));
  }

  async function answerUsers(context: Context, operation: string): Promise<Response> {
    if (operation !== 'ListUsers') return notServed(context);
    const request = await context.req.json();
    const refusal = await refuse(
      context,
      'cognito-idp:ListUsers',
      userPoolArnOf(request),
      authority,
    );
    if (refusal) return json(400, { __type: 'AccessDeniedException', message: refusal });
    const answer = listUsers(request);
    return answer
      ? json(200, answer)
      : json(400, {
          __type: 'InvalidParameterException',
          message: 'The filter is not understood.',
        });
  }

  async function answerStacks(context: Context): Promise<Response> {
    const form = new URLSearchParams(await context.req.text());
    const resource = `arn:aws:cloudformation:${region}:${account}:stack/${form.get('StackName')}/*`;
    const refusal = await refuse(context, 'cloudformation:DescribeStacks', resource, authority);
    if (refusal) return errorResponse(403, 'AccessDenied', refusal);
    return describeStacks(form, parts.outputsOf) ?? notServed(context);
  }

  app.put('/custom-resources/:request', async ({ req }) => {
    onResourceAnswer(req.param('request'), await req.json());
    return new Response(null);
  });
  app.all('*', notServed);
  return app;
}

const json = (status: number, body: object): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
  });

const notServed = ({ req }: Context): Response =>
  Response.json({ message: `${req.method} ${req.path} is not served here.` }, { status: 501 });

/**
 * Why the caller may not do this; undefined when they may. A key id identifies its owner without a signature, as at the gate of
 * the tables.
 */
async function refuse(
  { req }: Context,
  action: string,
  resource: string,
  authority: Authority,
): Promise<string | undefined> {
  const accessKeyId = /Credential=([^/]+)\//.exec(req.header('authorization') ?? '')?.[1] ?? '';
  if (!authority.principalOf(accessKeyId)) return 'The security token in the request is invalid.';
  const decision = await authority.decide({ accessKeyId, action, resource, context: {} });
  return decision.allowed ? undefined : decision.message;
}
