// The exports of the package `airlock`: the constructs, their properties, and presets of collections.
export { type CollectionInput, type ConfigInput, defineConfig } from '../lambdas/config/config.ts';
export { anything, documents, images, videos } from '../lambdas/config/presets.ts';
export { GiB, MiB } from '../lambdas/domain/sizes.ts';
export { Airlock } from './airlock.ts';
export type { AirlockProps, AirlockSite, ExistingResources } from './airlock-props.ts';
export { ConfigError } from './config-error.ts';
export type { AirlockApiDomain, AirlockDomains } from './domains.ts';
export type { Functions } from './functions.ts';
export { StaticSite } from './static-site.ts';
export type { StaticSiteDomain, StaticSiteProps } from './static-site-props.ts';
