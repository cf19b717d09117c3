// What `new Airlock` takes: the fields of airlock.config.ts, and resources that exist already.
import type { RemovalPolicy } from 'aws-cdk-lib';
import type { IUserPool, IUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ConfigInput } from '../lambdas/config/config.ts';
import type { AirlockDomains } from './domains.ts';

/** A site whose pages may upload, and that receives the page's `config.json`: a `StaticSite`, or a stack around one. */
export interface AirlockSite {
  /** `https://` and a host, no slash at the end. */
  readonly origin: string;
  /** The bucket that the site serves. */
  readonly bucketName: string;
  /**
   * The name of the API to which the site passes requests below `/links/` on. Links of the Airlock whose `domains.api` has
   * this name are then at the site's `origin`.
   * @default links are at the API itself
   */
  readonly passesLinksTo?: string | undefined;
}

/** Resources of the caller that an Airlock uses instead of creating its own. */
export interface ExistingResources {
  /**
   * The site that serves Airlock's page.
   * @default no site: pages of `origins` upload by the client library
   */
  readonly site?: AirlockSite;
  /**
   * Your own domain names for the API and for the CDN of media. A `StaticSite` that is the `site` takes the same `domains`;
   * where it has a `domain` itself, links to files are under that.
   * @default the names that AWS gives
   */
  readonly domains?: AirlockDomains;
  /**
   * The user pool whose people sign in. Groups that the configuration names must exist in it. Excludes `auth.issuer`.
   * @default a user pool that the construct creates, unless `auth.issuer` names an issuer
   */
  readonly userPool?: IUserPool;
  /**
   * The client of `userPool` whose tokens are accepted; it must allow the scope `openid`.
   * @default a public client that the construct adds to `userPool`
   */
  readonly userPoolClient?: IUserPoolClient;
  /**
   * The VPC in which the function runs that talks to clamd. Its subnets need gateway endpoints for S3 and DynamoDB, or a
   * way to the internet. Needs `scanner: { engine: 'clamd', … }`, and excludes `scanner.vpc`.
   * @default the VPC of `scanner.vpc`, else none
   */
  readonly vpc?: IVpc;
  /**
   * The subnets of `vpc`.
   * @default the private subnets of `vpc`
   */
  readonly vpcSubnets?: SubnetSelection;
  /**
   * Security groups of that function, which clamd's machine must accept.
   * @default a security group that the construct creates
   */
  readonly securityGroups?: readonly ISecurityGroup[];
  /**
   * Encrypts the uploads in the media bucket. The key's policy must let IAM policies of the account grant its use, as the
   * default policy of a key does. Public copies stay under S3's own key. Excludes `downloads: 'cdn'`.
   * @default S3's own key (SSE-S3)
   */
  readonly encryptionKey?: IKey;
  /**
   * The permissions boundary of every role.
   * @default none
   */
  readonly permissionsBoundary?: IManagedPolicy;
  /**
   * Tags of every resource that can have tags.
   * @default none
   */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Whether buckets, table, user pool, queues and logs are kept when the construct is removed: `RETAIN` keeps them, `DESTROY`
   * deletes them with their content, for temporary environments.
   * @default RemovalPolicy.RETAIN, except for what a failed first deployment creates
   */
  readonly removalPolicy?: RemovalPolicy.RETAIN | RemovalPolicy.DESTROY;
  /**
   * Holds `<function>/index.mjs` of functions that you build yourself.
   * @default the prebuilt functions of this package
   */
  readonly functionsDirectory?: string;
}

/** The configuration as in airlock.config.ts, without its static side, and resources that exist already. */
export interface AirlockProps
  extends Omit<ConfigInput, 'domains' | 'site' | 'static'>,
    ExistingResources {
  /**
   * Prefix of the names that are visible in the account, such as the domain of the sign-in page: a letter, then up to 18 letters,
   * digits and hyphens. Unique among the Airlocks of an account and region.
   * @default the construct's id and eight characters that follow from its path
   */
  readonly name?: string;
}
