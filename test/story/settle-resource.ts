// Has a function of a local cloud do what CloudFormation asks of a custom resource.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { Cloud } from '../../local/cloud.ts';

/** Invokes the function, named as its log lines are; resolves with what it answers to CloudFormation. */
export async function settleResource(
  cloud: Cloud,
  functionName: string,
  request: { readonly RequestType: 'Create' | 'Delete' } & Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const answer = Promise.withResolvers<unknown>();
  const cloudFormation = createServer(async (received, response) => {
    answer.resolve(await json(received));
    response.end();
  }).listen(0, '127.0.0.1');
  await once(cloudFormation, 'listening');
  const { port } = cloudFormation.address() as AddressInfo;
  await cloud.invoke(functionName, { ...request, ResponseURL: `http://127.0.0.1:${port}/` });
  cloudFormation.close();
  return answer.promise;
}
