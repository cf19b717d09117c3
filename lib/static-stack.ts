// The static half of this repository's deployment: a StaticSite that is all of its stack.
import { CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../lambdas/config/config.ts';
import type { AirlockSite } from './airlock-props.ts';
import { importDomain } from './domains.ts';
import type { Release } from './release.ts';
import { StaticSite } from './static-site.ts';

/** The properties of the static stack. */
export interface StaticStackProps {
  readonly config: Config;
  /** Holds `<function>/index.mjs`. */
  readonly functionsDirectory: string;
  readonly release: Release;
}

/** The public half: static files, replaced by every release. */
export class StaticStack extends Stack implements AirlockSite {
  readonly #domain: string | undefined;
  /** The name of the API to which links are passed on; undefined where they are at the API itself. */
  readonly passesLinksTo: string | undefined;

  constructor(scope: Construct, id: string, { config, ...parts }: StaticStackProps) {
    super(scope, id, { description: 'Airlock: the page and the CDN that serves it' });
    const { domain, ...site } = config.site;
    // The CDK leaves `Default` out of logical ids, so those of the releases before this construct stay.
    const { origin, domainName, bucketName, passesLinksTo } = new StaticSite(this, 'Default', {
      ...site,
      ...parts,
      name: config.name,
      downloads: config.downloads,
      ...(config.domains && { domains: config.domains }),
      logRetentionDays: config.logRetentionDays,
      ...(config.auth.issuer !== undefined && { issuer: config.auth.issuer }),
      ...(domain && { domain: importDomain(this, '', domain) }),
    });
    new CfnOutput(this, 'SiteUrl', { value: origin });
    new CfnOutput(this, 'DistributionDomainName', { value: domainName });
    new CfnOutput(this, 'StaticBucketName', { value: bucketName });
    this.#domain = domain?.name;
    this.passesLinksTo = passesLinksTo;
  }

  /**
   * The site's origin, `https://` and a host without a slash, for other stacks. A configured name is written out, since
   * CloudFormation does not look at another stack's output again when only that output has changed.
   */
  get origin(): string {
    if (this.#domain) return `https://${this.#domain}`;
    return Fn.getStackOutput(this.stackName, 'SiteUrl');
  }

  /** Name of the bucket that the site serves, for other stacks. */
  get bucketName(): string {
    return Fn.getStackOutput(this.stackName, 'StaticBucketName');
  }
}
