// A gateway on a free port, in front of a function that answers with its event, for the tests of the gateway.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { createGateway, maxHeaderBytes } from '../../local/gateway/gateway.ts';
import { openServer } from '../../local/http-server.ts';
import { LambdaFunction } from '../../local/lambda/function.ts';
import { accessTokenOf, client, startIssuer } from './identity.ts';

const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:echo';
/** The one origin whose pages may call. */
export const site = 'http://127.0.0.1:9';

/** Answers what the header `x-answer` says, or else the event itself. */
const echo = `export const handler = async (event) => {
  const wish = event.headers['x-answer'];
  if (wish === 'throw') throw new Error('broken');
  if (wish === 'hang') return new Promise(() => {});
  if (wish) return JSON.parse(wish);
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(event) };
};`;

/** Starts the gateway with its issuer and one function behind every route. */
export async function startEchoGateway() {
  const directory = await mkdtemp(join(tmpdir(), 'airlock-gateway-'));
  const entry = join(directory, 'index.mjs');
  await writeFile(entry, echo);
  const issuer = await startIssuer();
  const token = await accessTokenOf(issuer.url, 'staff');
  const lambda = new LambdaFunction(
    {
      arn: functionArn,
      name: 'echo',
      roleArn: 'arn:aws:iam::000000000000:role/echo',
      logStreamArn: 'arn:aws:logs:us-east-1:000000000000:log-group:echo:log-stream:local',
      label: 'Echo',
      entry,
      handler: 'handler',
      context: {},
      environment: {},
      credentials: { accessKeyId: 'AKIAPROBE', secretAccessKey: 'probe' },
      timeoutSeconds: 30,
      memoryMegabytes: 128,
      maxConcurrency: 4,
      isTraced: false,
    },
    () => {},
  );
  const authorizer = { kind: 'jwt', issuer: issuer.url, audiences: [client.clientId] } as const;
  const route = { functionArn, scopes: [], timeoutMilliseconds: 30_000 };
  const gateway = createGateway(
    {
      apiId: 'a1b2c3',
      stage: '$default',
      cors: {
        allowOrigins: [site],
        allowMethods: ['GET', 'POST'],
        allowHeaders: ['authorization', 'content-type'],
        exposeHeaders: ['location'],
        maxAgeSeconds: 3600,
        allowCredentials: false,
      },
      routes: [
        { ...route, routeKey: 'POST /files', authorizer, scopes: ['openid'] },
        { ...route, routeKey: 'GET /files/{id}', authorizer },
        { ...route, routeKey: 'GET /files/latest' },
        { ...route, routeKey: 'GET /open/{proxy+}' },
        { ...route, routeKey: 'ANY /open/any' },
        { ...route, routeKey: 'GET /slow', timeoutMilliseconds: 100 },
        { ...route, routeKey: 'GET /busy', throttle: { ratePerSecond: 0.001, burst: 2 } },
      ],
    },
    (_arn, event) => lambda.invoke(event),
  );
  const server = await openServer(0, { maxHeaderSize: maxHeaderBytes });
  server.serve(getRequestListener(gateway.fetch));
  return {
    issuer,
    token,
    url: server.url,
    call: (path: string, init: RequestInit = {}) => fetch(server.url + path, init),
    async close() {
      await server.close();
      await lambda.close();
      await issuer.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The header of a request with a token. */
export const bearer = (value: string) => ({ authorization: `Bearer ${value}` });
