// Bundles functions and puts a configuration beside each, as the construct does in the cloud assembly.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../lambdas/config/config.ts';
import { allFunctionNames } from '../lambdas/functions.ts';
import { type BundleOptions, bundleFunctions } from '../lib/bundle-functions.ts';
import { addImageLibrary } from '../lib/image-library.ts';

/** Bundles into `outdir`, ready to be imported. */
export async function bundleWithConfig(options: BundleOptions & { readonly config: Config }) {
  await bundleFunctions(options);
  if (!options.lambdasDir) addImageLibrary(join(options.outdir, 'make-variants'), 'machine');
  const json = JSON.stringify(options.config);
  await Promise.all(
    allFunctionNames.map((name) => writeFile(join(options.outdir, name, 'config.json'), json)),
  );
}
