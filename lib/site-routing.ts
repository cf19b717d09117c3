// The edge function that finds the document for a path that names no file; only where a front end needs one.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Function as CloudFrontFunction,
  type FunctionAssociation,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
} from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import type { Site } from '../lambdas/config/site-config.ts';
import { bytesExactly } from '../lambdas/domain/bytes-in-words.ts';
import { ConfigError } from './config-error.ts';
import { projectRoot } from './project.ts';

/** CloudFront's quota, which cannot be raised (Developer Guide, "Quotas on CloudFront Functions"). */
const MAX_FUNCTION_BYTES = 10 * 1024;

/** A front end as the function sees it. */
interface RoutedFront {
  /** Its folder on the site, with slashes at both ends. */
  readonly path: string;
  /** The document that answers a path of a single-page app. */
  readonly document: string;
  readonly routing: 'directories' | 'single-page';
  /** Its files without a dot in their name. */
  readonly files: readonly string[];
}

/** The paths of Airlock's page besides its root: one for each file. */
const PAGE_FOLDER = 'files';

const pageFront: RoutedFront = {
  path: `/${PAGE_FOLDER}/`,
  document: '/index.html',
  routing: 'single-page',
  files: [],
};

/** Routes the requests of the page and of the configured sources; none where there are neither. */
export function routeSources(
  scope: Construct,
  { page, sources }: Pick<Site, 'page' | 'sources'>,
  extensionless: readonly string[],
): FunctionAssociation[] {
  const hasFolder = page && sources.every(({ prefix }) => prefix !== PAGE_FOLDER);
  if (sources.length === 0 && !hasFolder) return [];
  const fronts = sources
    .map(({ prefix, routing }): RoutedFront => {
      const path = prefix === '' ? '/' : `/${prefix}/`;
      const files = extensionless.filter((file) => file.startsWith(path));
      return { path, document: `${path}index.html`, routing, files };
    })
    .concat(hasFolder ? pageFront : [])
    // The innermost folder decides.
    .sort((one, other) => other.path.length - one.path.length);
  const code = readFileSync(join(projectRoot, 'lambdas', 'edge', 'route-request.js'), 'utf8');
  const filled = code.replace('FRONTS', JSON.stringify(fronts));
  const bytes = Buffer.byteLength(filled);
  if (bytes > MAX_FUNCTION_BYTES) {
    throw new ConfigError(
      `site.sources have ${extensionless.length} files without a dot in their name, which make the edge function ${bytesExactly(bytes)} long; CloudFront takes at most ${bytesExactly(MAX_FUNCTION_BYTES)}. Give such files an extension, or leave them out.`,
    );
  }
  const routing = new CloudFrontFunction(scope, 'Routing', {
    comment: 'Finds the document for a path that names no file',
    runtime: FunctionRuntime.JS_2_0,
    code: FunctionCode.fromInline(filled),
  });
  return [{ function: routing, eventType: FunctionEventType.VIEWER_REQUEST }];
}
