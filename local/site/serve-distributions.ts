// Every distribution of the templates on its own server, each with its own cache.
import type { S3Client } from '@aws-sdk/client-s3';
import { getRequestListener } from '@hono/node-server';
import type { Invalidate } from '../control/invalidations.ts';
import type { Servers } from '../open-servers.ts';
import type { Template } from '../template/template.ts';
import { createEdgeCache } from './edge-cache.ts';
import { readDistributions } from './settings.ts';
import { createSite } from './site.ts';

/** Serves the distributions, each reading with its own client; gives how to invalidate what they remember. */
export function serveDistributions(
  template: Template,
  servers: Servers,
  readers: ReadonlyMap<string, S3Client>,
): Invalidate {
  const { origins } = servers;
  const caches = new Map(
    readDistributions(template).flatMap((distribution) => {
      const s3 = readers.get(distribution.id);
      if (!s3) return [];
      const { server } = distribution;
      const cache = createEdgeCache();
      const site = createSite(distribution, {
        s3,
        origin: origins[server],
        api: origins.api,
        cache,
      });
      servers[server].serve(getRequestListener(site.fetch));
      return [[distribution.id, cache] as const];
    }),
  );
  return (distributionId, paths) => {
    caches.get(distributionId)?.invalidate(paths);
    return caches.has(distributionId);
  };
}
