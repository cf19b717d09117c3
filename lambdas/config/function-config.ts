// The part of the configuration that functions read; the file beside each bundle holds only this.
import type { Auth } from './auth-config.ts';
import { type Config, scannerInUse } from './config.ts';
import type { DirectoryInput } from './directory-config.ts';

/** The fields that functions read; a change of any other changes no function. */
const fields = [
  'collections',
  'downloads',
  'expiry',
  'multipartThresholdBytes',
  'origins',
  'quota',
  'retention',
  'scanner',
  'sharing',
  'validation',
] as const satisfies readonly (keyof Config)[];

/** What the functions of the media side read. */
export interface MediaFunctionConfig extends Pick<Config, (typeof fields)[number]> {
  /** How claims become a principal. Only the authorizer reads the other fields of issuers. */
  readonly auth: Pick<Auth, 'groupsClaim' | 'services'>;
  /** Present where the audit log is switched on. */
  readonly audit?: { readonly filenames: boolean };
  /** Where people are found by name; absent without a directory. */
  readonly directory?: DirectoryInput;
}

/** What the function reads that verifies tokens. */
export interface AuthorizerConfig {
  readonly auth: Auth;
}

/** What the functions of the static side read. */
export interface SiteFunctionConfig {
  readonly site: Pick<Config['site'], 'keepReleasesDays'>;
}

/** Everything that some function reads. */
export type FunctionConfig = MediaFunctionConfig & SiteFunctionConfig & AuthorizerConfig;

/** Picks what the functions of the media side read. */
export const mediaFunctionConfig = (config: Config): MediaFunctionConfig => {
  const inUse = { ...config, scanner: scannerInUse(config) };
  const { groupsClaim, services, directory } = config.auth;
  const { auditLog } = config.operations;
  return {
    ...Object.fromEntries(fields.map((field) => [field, inUse[field]])),
    auth: { groupsClaim, services },
    ...(auditLog && { audit: { filenames: auditLog.filenames } }),
    ...(directory && { directory }),
  } as unknown as MediaFunctionConfig;
};
