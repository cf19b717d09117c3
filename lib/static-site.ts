// The StaticSite construct: front ends and the CDN that serves them, without knowledge of media.
import { join } from 'node:path';
import { type CfnResource, Stage } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { AirlockSite } from './airlock-props.ts';
import { applyToAll } from './apply-to-all.ts';
import { ConfigError } from './config-error.ts';
import { frontsOf } from './page-front.ts';
import { prebuiltFunctions, prebuiltPage } from './prebuilt.ts';
import { refuseBeyondLimits } from './refuse-beyond-limits.ts';
import { addRegionToNames } from './regional-names.ts';
import type { Release } from './release.ts';
import { ReleaseDeployment } from './release-deployment.ts';
import { ReleasePruning } from './release-pruning.ts';
import { SiteDistribution } from './site-distribution.ts';
import { linkApiOf } from './site-links.ts';
import { stageRelease } from './stage-release.ts';
import { StaticBucket } from './static-bucket.ts';
import type { ServedSite, StaticSiteProps } from './static-site-props.ts';
import { siteOf } from './static-site-settings.ts';

/** Front ends behind a CDN: Airlock's page, those of your own, or both. */
export class StaticSite extends Construct implements AirlockSite {
  /** `https://` and the site's host, no slash at the end. */
  readonly origin: string;
  /** The CNAME target of your own domain name. */
  readonly domainName: string;
  /** The bucket that the distribution serves. */
  readonly bucket: IBucket;
  /** The name of the API to which links are passed on; undefined where they are at the API itself. */
  readonly passesLinksTo: string | undefined;

  constructor(scope: Construct, id: string, props: StaticSiteProps = {}) {
    super(scope, id);
    const { issuer, downloads, domains, logRetentionDays = 30, permissionsBoundary } = props;
    const site = siteOf(this, props);
    this.passesLinksTo = linkApiOf(site, domains);
    const release = props.release ?? stagedRelease(this, site, this.passesLinksTo !== undefined);
    const bucket = new StaticBucket(this, 'StaticBucket');
    (bucket.node.defaultChild as CfnResource).addMetadata('Airlock::Site', props.name ?? id);
    const distribution = new SiteDistribution(this, 'Site', {
      bucket: bucket as IBucket,
      name: props.name ?? id,
      site,
      sources: { issuer, downloads, domains, contentSecurityPolicy: site.contentSecurityPolicy },
      extensionless: release.extensionless,
    });
    new ReleaseDeployment(this, 'Release', {
      bucket: bucket as IBucket,
      release,
      logRetentionDays,
      permissionsBoundary,
    });
    new ReleasePruning(this, 'Pruning', {
      bucket,
      source: {
        functionsDirectory: props.functionsDirectory ?? prebuiltFunctions(),
        config: { site: { keepReleasesDays: site.keepReleasesDays } },
      },
      logRetentionDays,
    });
    this.origin = distribution.origin;
    this.domainName = distribution.domainName;
    this.bucket = bucket as IBucket;
    addRegionToNames(this);
    applyToAll(this, props);
    refuseBeyondLimits(this, 'StaticSite');
  }

  /** Name of the bucket that the distribution serves. */
  get bucketName(): string {
    return this.bucket.bucketName;
  }
}

/** Lays the front ends out in the cloud assembly. */
function stagedRelease(scope: Construct, site: ServedSite, passesLinks: boolean): Release {
  const assembly = Stage.of(scope)?.outdir;
  if (!assembly) {
    throw new ConfigError(`${scope.node.path} is in no app, so nothing can hold its files.`);
  }
  return stageRelease({
    fronts: frontsOf(site, { pageDirectory: prebuiltPage, root: process.cwd() }),
    outdir: join(assembly, 'airlock-release', scope.node.addr),
    notFoundPage: site.notFoundPage,
    passesLinks,
  });
}
