// The code of a function: its prebuilt bundle with the configuration beside it, so that no bundler runs at synth.
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stage } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { AnyFunctionName } from '../lambdas/functions.ts';
import { ConfigError } from './config-error.ts';
import { addImageLibrary } from './image-library.ts';

/** The CDK context with which the local cloud selects the image library of its machine. */
export const imageLibraryContext = 'airlock:image-library';

/** The source of a function's code. */
export interface FunctionSource {
  /** Holds `<function>/index.mjs`. */
  readonly functionsDirectory: string;
  /** The content of the function's `config.json`; undefined for one that reads none. */
  readonly config?: object | undefined;
}

/** Copies the bundle into the cloud assembly and writes the configuration beside it. */
export function functionCode(
  scope: Construct,
  name: AnyFunctionName,
  { functionsDirectory, config }: FunctionSource,
): AssetCode {
  const assembly = Stage.of(scope)?.outdir;
  if (!assembly)
    throw new ConfigError(`${scope.node.path} is in no app, so nothing can hold its code.`);
  // The CDK copies it from here into an asset that is named by its content.
  const directory = join(assembly, 'airlock-functions', scope.node.addr);
  rmSync(directory, { recursive: true, force: true });
  cpSync(join(functionsDirectory, name), directory, { recursive: true });
  if (name === 'make-variants') {
    const isForMachine = scope.node.tryGetContext(imageLibraryContext) === 'machine';
    addImageLibrary(directory, isForMachine ? 'machine' : 'lambda');
  }
  if (config) writeFileSync(join(directory, 'config.json'), JSON.stringify(config));
  return Code.fromAsset(directory);
}
