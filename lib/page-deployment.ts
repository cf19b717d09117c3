// Puts the built page into the static bucket such that no visitor ever meets a document whose assets are missing.
import { join } from 'node:path';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Source } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';
import { cacheFor, SiteFiles } from './site-files.ts';

/** Deploys the page: hashed assets first, then the documents that name them. */
export class PageDeployment extends SiteFiles {
  constructor(
    scope: Construct,
    id: string,
    props: { bucket: IBucket; pageDir: string; logRetentionDays: number },
  ) {
    super(scope, id, props);
    this.add('Assets', {
      source: Source.asset(join(props.pageDir, 'assets')),
      folder: 'assets',
      cacheControl: cacheFor.hashedName,
    });
    this.add('Documents', {
      source: Source.asset(props.pageDir, { exclude: ['assets'] }),
      cacheControl: cacheFor.sameName,
    });
  }
}
