// What functions read of the configuration: the file beside each bundle holds this and no more.
import { type Config, scannerInUse } from './config.ts';

/** The fields that functions read; a change of any other changes no function. */
const fields = [
  'auth',
  'collections',
  'downloads',
  'expiry',
  'multipartThresholdBytes',
  'quota',
  'retention',
  'scanner',
  'validation',
] as const satisfies readonly (keyof Config)[];

/** What the functions of the media side read. */
export type MediaFunctionConfig = Pick<Config, (typeof fields)[number]>;

/** What the functions of the static side read. */
export interface SiteFunctionConfig {
  readonly site: Pick<Config['site'], 'keepReleasesDays'>;
}

/** Everything that some function reads. */
export type FunctionConfig = MediaFunctionConfig & SiteFunctionConfig;

/** Picks what the functions of the media side read. */
export const mediaFunctionConfig = (config: Config): MediaFunctionConfig => {
  const inUse = { ...config, scanner: scannerInUse(config) };
  return Object.fromEntries(
    fields.map((field) => [field, inUse[field]]),
  ) as unknown as MediaFunctionConfig;
};
