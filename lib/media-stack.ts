// The media half of this repository's deployment: an Airlock that is all of its stack. Outlives every release.
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../lambdas/config/config.ts';
import { Airlock } from './airlock.ts';
import { importDomains } from './domains.ts';
import type { StaticStack } from './static-stack.ts';

/** The properties of the media stack. */
export interface MediaStackProps {
  readonly config: Config;
  /** Holds `<function>/index.mjs`. */
  readonly functionsDirectory: string;
  readonly site: StaticStack;
}

/** The private half: uploads, their records and the functions between them. */
export class MediaStack extends Stack {
  constructor(scope: Construct, id: string, { config, functionsDirectory, site }: MediaStackProps) {
    super(scope, id, {
      description: 'Airlock: uploads, their records and the API',
      terminationProtection: true,
    });
    // Its outputs are read by name, which the CDK does not see as a reference.
    this.addStackDependency(site);
    const { site: _site, static: _static, domains, ...fields } = config;
    // The CDK leaves `Default` out of logical ids, so those of the releases before this construct stay.
    new Airlock(this, 'Default', {
      ...fields,
      ...(domains && { domains: importDomains(this, domains) }),
      site,
      functionsDirectory,
    });
  }
}
