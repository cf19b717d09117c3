// Starts the distributions, after the parts that they need: parameters, custom resources, and invalidation.
import type { S3Client } from '@aws-sdk/client-s3';
import { getRequestListener } from '@hono/node-server';
import { createControl } from './control/control.ts';
import { startCustomResources } from './control/custom-resources.ts';
import type { Invalidate } from './control/invalidations.ts';
import type { PutEvent } from './events/bus.ts';
import type { Authority } from './iam/authority.ts';
import type { FunctionPool } from './lambda/functions.ts';
import type { Servers } from './open-servers.ts';
import type { QueueStore } from './queue/store.ts';
import { serveDistributions } from './site/serve-distributions.ts';
import type { State } from './state.ts';
import type { Template } from './template/template.ts';

/** The parts that the distributions need. */
export interface CdnParts {
  readonly template: Template;
  readonly servers: Servers;
  readonly state: State;
  readonly functions: FunctionPool;
  readonly queues: QueueStore;
  readonly putEvent: PutEvent;
  readonly authority: Authority;
  /** The clients with which each distribution reads its buckets. */
  readonly readers: ReadonlyMap<string, S3Client>;
}

/** Serves the distributions once their custom resources are created. */
export async function serveCdn(parts: CdnParts): Promise<void> {
  const { template, servers, state, functions, queues, putEvent, authority, readers } = parts;
  const customResources = startCustomResources(servers.control.url);
  const distributions = Promise.withResolvers<Invalidate>();
  const control = createControl({
    invalidate: async (...asked) => (await distributions.promise)(...asked),
    authority,
    queues,
    putEvent,
    functions,
    outputsOf: template.outputs,
    parameterFile: state.path('parameters.json'),
    onResourceAnswer: customResources.onAnswer,
  });
  servers.control.serve(getRequestListener(control.fetch));
  await customResources.createAll(template, functions);
  distributions.resolve(serveDistributions(template, servers, readers));
}
