// Reads the configuration of an Airlock's functions from the assets of a synthesized app.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MediaFunctionConfig } from '../../lambdas/config/function-config.ts';
import { CannotStartError } from '../cannot-start.ts';
import type { Assembly, ResourceDefinition } from './assembly.ts';
import { findInstance } from './instances.ts';

/**
 * Reads the file beside the bundles of one Airlock.
 * @param only The path of the Airlock or the end of it, where the app has several.
 * @throws CannotStartError when there is none, or several and none is chosen
 */
export function functionConfigIn(assembly: Assembly, only?: string): MediaFunctionConfig {
  const { root } = findInstance(assembly, only);
  const isPart = ({ Type, Metadata = {} }: ResourceDefinition) =>
    Type === 'AWS::Lambda::Function' && String(Metadata['aws:cdk:path']).startsWith(`${root}/`);
  const files = assembly.stacks
    .flatMap(({ template }) => Object.values(template.Resources ?? {}))
    .filter(isPart)
    .flatMap(({ Properties }) => {
      const { S3Key: key } = (Properties?.Code ?? {}) as { readonly S3Key?: string };
      const asset = assembly.assets.get(String(key));
      return asset ? [join(asset.path, 'config.json')] : [];
    });
  const config = files
    .filter((path) => existsSync(path))
    .map((path): Partial<MediaFunctionConfig> => JSON.parse(readFileSync(path, 'utf8')))
    .find(({ collections }) => collections !== undefined);
  if (config) return config as MediaFunctionConfig;
  throw new CannotStartError(`${root} has no function with a configuration beside it.`);
}
