// Writes the configuration of the page, its API and issuer: the only file in the static bucket that the media stack writes.
import type { IManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Source } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';
import type { Config } from '../lambdas/config/config.ts';
import type { PageConfig } from '../lambdas/http/page-contract.ts';
import type { AirlockSite } from './airlock-props.ts';
import type { PageSignIn } from './sign-in.ts';
import { cacheFor, SiteFiles } from './site-files.ts';

/** Deploys `/config.json`. */
export class PageConfigFile extends SiteFiles {
  constructor(
    scope: Construct,
    id: string,
    props: {
      site: AirlockSite;
      config: Config;
      api: string;
      signIn: PageSignIn;
      permissionsBoundary?: IManagedPolicy | undefined;
    },
  ) {
    super(scope, id, {
      bucket: Bucket.fromBucketName(scope, 'StaticBucket', props.site.bucketName),
      logRetentionDays: props.config.logRetentionDays,
      permissionsBoundary: props.permissionsBoundary,
    });
    this.add({
      File: {
        source: Source.jsonData('config.json', pageConfig(props)),
        cacheControl: cacheFor.sameName,
      },
    });
  }
}

function pageConfig(props: { config: Config; api: string; signIn: PageSignIn }): PageConfig {
  const { issuer, clientId, signOutUrl } = props.signIn;
  const { groupsClaim, page, directory } = props.config.auth;
  const collections = Object.values(props.config.collections).map(
    (collection): [string, PageConfig['collections'][string]] => [
      collection.name,
      {
        types: [...collection.types, ...Object.keys(collection.opaqueTypes)],
        maxBytes: collection.maxBytes,
        listers: [...collection.readers, ...collection.administrators].filter(
          (who) => who !== 'owner',
        ),
      },
    ],
  );
  return {
    api: props.api,
    auth: {
      issuer,
      clientId,
      groupsClaim: [...groupsClaim],
      scope: page.scopes.join(' '),
      parameters: page.parameters,
      ...(signOutUrl && { signOutUrl }),
    },
    ...(directory && { findsPeople: true }),
    collections: Object.fromEntries(collections),
  };
}
