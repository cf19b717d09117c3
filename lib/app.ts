// Creates the app with both stacks from a configuration, for `cdk synth`, the local cloud and the tests.
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import cdkJson from '../cdk.json' with { type: 'json' };
import type { Config } from '../lambdas/config/config.ts';
import { refuseApiCertificate } from './domains.ts';
import { imageLibraryContext } from './function-code.ts';
import type { ImageLibrary } from './image-library.ts';
import { configPath, loadConfig } from './load-config.ts';
import { MediaStack } from './media-stack.ts';
import { frontsOf } from './page-front.ts';
import { prebuiltFunctions, prebuiltPage } from './prebuilt.ts';
import { isPackage, userRoot } from './project.ts';
import type { Release } from './release.ts';
import { REGION_OF_ARN } from './site-domain.ts';
import { linkApiOf } from './site-links.ts';
import { stackNames } from './stack-names.ts';
import { stageRelease } from './stage-release.ts';
import { StaticStack } from './static-stack.ts';

/** The properties of both stacks. */
export interface Parts {
  readonly config: Config;
  /** Holds `<function>/index.mjs`. */
  readonly functionsDirectory: string;
  /** The release that the static side serves. */
  readonly release: Release;
  /** Directory of the cloud assembly. Default: `cdk.out`, or the one that the CDK's own command passes. */
  readonly outdir?: string;
  /** Whether the templates are checked by CloudFormation's own rules, which takes seconds. Default: false. */
  readonly checked?: boolean;
  /** Which build of the image library is put beside the function that needs it. Default: `lambda`. */
  readonly imageLibrary?: ImageLibrary;
}

/** Creates both stacks from parts that are already built. */
export function createStacks({
  config,
  functionsDirectory,
  release,
  outdir,
  checked = false,
  imageLibrary = 'lambda',
}: Parts): App {
  const app = new App({
    // The context that the CDK's own command passes, so that a synth in this process gives the same templates.
    context: {
      ...cdkJson.context,
      'aws:cdk:enable-path-metadata': true,
      'aws:cdk:enable-asset-metadata': true,
      [imageLibraryContext]: imageLibrary,
    },
    analyticsReporting: false,
    builtinCloudFormationValidation: checked,
    // Only the report of a check names the line that created a resource.
    stackTraces: checked,
    ...(outdir && { outdir }),
  });
  // The stacks of a clone name no region: the CDK's command passes that of the credentials.
  refuseApiCertificate(
    config.domains?.api?.certificateArn.split(':')[REGION_OF_ARN],
    process.env.CDK_DEFAULT_REGION,
  );
  const names = stackNames(config);
  const site = new StaticStack(app, names.site, { config, functionsDirectory, release });
  new MediaStack(app, names.media, { config, functionsDirectory, site });
  return app;
}

/** Which configuration to read, where to write, and whether to check. */
export interface AppOptions extends Pick<Parts, 'checked' | 'imageLibrary'> {
  /** Default: `AIRLOCK_CONFIG`, else `airlock.config.ts`; relative to the project's root. */
  readonly configFile?: string;
  /** Directory of the cloud assembly, and of `dist/`, from which it is made. Default: `cdk.out` and `dist`. */
  readonly outdir?: string;
  /** Parts that are built already, for several apps of the same sources. Default: builds them, or takes those of the package. */
  readonly prebuilt?: Prebuilt;
}

/** The parts that depend on the sources and not on the configuration. */
export interface Prebuilt {
  /** Holds `<function>/index.mjs`. */
  readonly functionsDirectory: string;
  readonly pageDirectory: string;
}

/**
 * Reads the configuration, bundles functions, builds the release and creates both stacks; `synth()` is the caller's.
 * @throws an error that lists every wrong field of the configuration.
 */
export async function createApp(options: AppOptions = {}): Promise<App> {
  const { configFile, outdir, checked = false, imageLibrary = 'lambda', prebuilt } = options;
  const path = configPath(configFile);
  const config = await loadConfig(path);
  const dist = join(outdir ?? userRoot, 'dist');
  const [release, functionsDirectory] = await Promise.all([
    buildRelease(config, dist, prebuilt?.pageDirectory),
    prebuilt?.functionsDirectory ?? buildFunctions(dist),
  ]);
  const parts = { config, functionsDirectory, release, checked, imageLibrary };
  return createStacks({ ...parts, ...(outdir && { outdir }) });
}

/** Bundles the functions; the package brings them. Returns where they are. */
async function buildFunctions(dist: string): Promise<string> {
  if (isPackage) return prebuiltFunctions();
  const outdir = join(dist, 'functions');
  const { bundleFunctions } = await import('./bundle-functions.ts');
  await bundleFunctions({ outdir });
  return outdir;
}

async function buildRelease(
  { site, domains }: Config,
  dist: string,
  builtPage: string | undefined,
): Promise<Release> {
  const pageDirectory = builtPage ?? (site.page && !isPackage ? join(dist, 'web') : undefined);
  if (pageDirectory && !builtPage) {
    const { buildPage } = await import('./build-page.ts');
    await buildPage(pageDirectory);
  }
  return stageRelease({
    fronts: frontsOf(site, {
      pageDirectory: () => pageDirectory ?? prebuiltPage(),
      root: userRoot,
    }),
    outdir: join(dist, 'release'),
    notFoundPage: site.notFoundPage,
    passesLinks: linkApiOf(site, domains) !== undefined,
  });
}
