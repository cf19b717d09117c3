// The edge function that finds the document for a path that names no file; only where a front end of yours needs one.
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
import type { Source } from '../lambdas/config/site-config.ts';
import { ConfigError } from './config-error.ts';
import { projectRoot } from './project.ts';

/** CloudFront's quota, which cannot be raised (Developer Guide, "Quotas on CloudFront Functions"). */
const MAX_FUNCTION_BYTES = 10 * 1024;

/** What the function knows of one front end. */
interface RoutedFront {
  /** Where it lies, with slashes at both ends. */
  readonly path: string;
  readonly routing: 'directories' | 'single-page';
  /** Its files without a dot in their name. */
  readonly files: readonly string[];
}

/** Routes the requests of the configured sources; none where there are none. */
export function routeSources(
  scope: Construct,
  sources: readonly Source[],
  extensionless: readonly string[],
): FunctionAssociation[] {
  if (sources.length === 0) return [];
  const fronts = sources
    .map(({ prefix, routing }): RoutedFront => {
      const path = prefix === '' ? '/' : `/${prefix}/`;
      return { path, routing, files: extensionless.filter((file) => file.startsWith(path)) };
    })
    // The innermost folder decides.
    .sort((one, other) => other.path.length - one.path.length);
  const code = readFileSync(join(projectRoot, 'lambdas', 'edge', 'route-request.js'), 'utf8');
  const filled = code.replace('FRONTS', JSON.stringify(fronts));
  const bytes = Buffer.byteLength(filled);
  if (bytes > MAX_FUNCTION_BYTES) {
    throw new ConfigError(
      `site.sources have ${extensionless.length} files without a dot in their name, which make the edge function ${bytes} bytes long; CloudFront takes at most ${MAX_FUNCTION_BYTES}. Give such files an extension, or leave them out.`,
    );
  }
  const routing = new CloudFrontFunction(scope, 'Routing', {
    comment: 'Finds the document for a path that names no file',
    runtime: FunctionRuntime.JS_2_0,
    code: FunctionCode.fromInline(filled),
  });
  return [{ function: routing, eventType: FunctionEventType.VIEWER_REQUEST }];
}
