// Bundles each function into the file that Lambda and the local cloud run. The package ships the bundles; a clone builds them at
// synth.
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { allFunctionNames, inspectingFunctions, signingFunctions } from '../lambdas/functions.ts';
import { projectRoot } from './project.ts';
import { environmentCredentials, usedParts } from './trim-clients.ts';

// ESM has no require(), yet CommonJS packages inside the bundle call it for Node's own modules.
const createRequireBanner =
  "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);";

/** The sources and the target of the bundles. Every path is absolute. */
export interface BundleOptions {
  /** Receives `<function>/index.mjs`. */
  readonly outdir: string;
  /** Holds `<function>/handler.ts`. Default: the project's `lambdas/`. */
  readonly lambdasDir?: string;
  /** Keeps what the AWS clients load and no function uses. Default: the clients are trimmed. */
  readonly keepsUnused?: true;
}

/**
 * Bundles every function into `<outdir>/<function>/index.mjs`, and the thread of those that inspect uploads into
 * `inspect-worker.mjs` beside it, all at once in this process: a process per function,
 * as NodejsFunction starts, costs about a second each. Returns what was bundled.
 */
export async function bundleFunctions(options: BundleOptions): Promise<esbuild.Metafile> {
  const lambdasDir = options.lambdasDir ?? join(projectRoot, 'lambdas');
  const { metafile } = await esbuild.build({
    absWorkingDir: projectRoot,
    entryPoints: [
      ...allFunctionNames.map((name) => ({
        in: join(lambdasDir, name, 'handler.ts'),
        out: join(name, 'index'),
      })),
      ...inspectingFunctions.map((name) => ({
        in: join(projectRoot, 'lambdas', 'inspection', 'inspect-worker.ts'),
        out: join(name, 'inspect-worker'),
      })),
      ...signingFunctions.map((name) => ({
        in: join(projectRoot, 'lambdas', 'aws', 'cloudfront', 'sign-downloads-cdn.ts'),
        out: join(name, 'sign-downloads-cdn'),
      })),
    ],
    outdir: options.outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // Packages' ES modules first: only those can be tree-shaken.
    mainFields: ['module', 'main'],
    // The presigner pins another version, which would put S3's client into the bundle twice.
    alias: { '@aws-sdk/client-s3': '@aws-sdk/client-s3' },
    // No source maps: reading them adds a quarter to every cold start, and the same commit builds the same bundle again.
    minify: true,
    legalComments: 'none',
    banner: { js: createRequireBanner },
    plugins: [environmentCredentials, ...(options.keepsUnused ? [] : usedParts)],
    metafile: true,
    logLevel: 'warning',
  });
  return metafile;
}
