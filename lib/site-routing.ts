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
import type { Config } from '../lambdas/config/config.ts';
import { projectRoot } from './project.ts';

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
  { site }: Config,
  extensionless: readonly string[],
): FunctionAssociation[] {
  if (site.sources.length === 0) return [];
  const fronts = site.sources
    .map(({ prefix, routing }): RoutedFront => {
      const path = prefix === '' ? '/' : `/${prefix}/`;
      return { path, routing, files: extensionless.filter((file) => file.startsWith(path)) };
    })
    // The innermost folder decides.
    .sort((one, other) => other.path.length - one.path.length);
  const code = readFileSync(join(projectRoot, 'lambdas', 'edge', 'route-request.js'), 'utf8');
  const routing = new CloudFrontFunction(scope, 'Routing', {
    comment: 'Finds the document for a path that names no file',
    runtime: FunctionRuntime.JS_2_0,
    code: FunctionCode.fromInline(code.replace('FRONTS', JSON.stringify(fronts))),
  });
  return [{ function: routing, eventType: FunctionEventType.VIEWER_REQUEST }];
}
