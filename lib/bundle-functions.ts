// Bundles each function into the file that Lambda and the local cloud run. The package ships the bundles; a clone builds them at
// synth.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { allFunctionNames, inspectingFunctions, signingFunctions } from '../lambdas/functions.ts';
import { projectRoot } from './project.ts';

// ESM has no require(), yet CommonJS packages inside the bundle call it for Node's own modules.
const createRequireBanner =
  "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);";

/** The sources and the target of the bundles. Every path is absolute. */
export interface BundleOptions {
  /** Receives `<function>/index.mjs`. */
  readonly outdir: string;
  /** Holds `<function>/handler.ts`. Default: the project's `lambdas/`. */
  readonly lambdasDir?: string;
  /** Keeps the descriptions of all operations of the AWS clients. Default: of those that a function calls. */
  readonly keepsOperations?: true;
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
    plugins: [environmentCredentials, ...(options.keepsOperations ? [] : [literalKeys])],
    metafile: true,
    logLevel: 'warning',
  });
  return metafile;
}

/**
 * Lambda hands a function its role's credentials in the environment. The SDK's default chain also brings the ways of a
 * developer's machine (profiles, SSO, web identity, instance metadata), a third of the bundle and of its start-up.
 */
const environmentCredentials: esbuild.Plugin = {
  name: 'environment-credentials',
  setup(build) {
    build.onLoad({ filter: /@aws-sdk.credential-provider-node.dist-es.index\.js$/ }, () => ({
      contents: "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
    }));
  },
};

/**
 * The SDK describes every operation of a service by constants. Where one has a computed key, such as `{ [_hH]: _xarc }`, esbuild
 * keeps it, since a computation may have an effect: all of S3's operations stay, an eighth of such a bundle. Here each key is the
 * text that its constant holds, so that only the operations that a function calls stay.
 */
const literalKeys: esbuild.Plugin = {
  name: 'literal-keys',
  setup(build) {
    const schemas = /@aws-sdk.client-[a-z0-9-]+.dist-es.schemas.schemas_\d+\.js$/;
    build.onLoad({ filter: schemas }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const texts = new Map(
        Array.from(source.matchAll(/^const (\w+) = ("\w+");$/gm), ([, name, text]) => [name, text]),
      );
      const contents = source.replaceAll(/\[(\w+)\]: /g, (key, name) =>
        texts.has(name) ? `${texts.get(name)}: ` : key,
      );
      return { contents };
    });
  },
};
