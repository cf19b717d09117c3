// Turns the properties of an Airlock into a configuration; the error names every field that is wrong.
import { RemovalPolicy } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { z } from 'zod';
import { type Config, type ConfigInput, defineConfig } from '../lambdas/config/config.ts';
import type { AirlockProps, ExistingResources } from './airlock-props.ts';
import { ConfigError } from './config-error.ts';
import { field, having, list, object, text } from './config-fields.ts';
import { tags } from './config-names.ts';
import { defaultNameOf } from './instance.ts';
import { linesOf, problemsOf } from './validate-config.ts';
import { constructDomains } from './validate-domains.ts';

const removalPolicies: readonly unknown[] = [RemovalPolicy.RETAIN, RemovalPolicy.DESTROY];

const existing = {
  site: having('a StaticSite, or an object with origin and bucketName', 'origin', 'bucketName'),
  domains: constructDomains,
  userPool: having(
    "a user pool such as UserPool.fromUserPoolId(this, 'People', 'eu-central-1_Ab12Cd34E')",
    'userPoolId',
    'userPoolProviderName',
  ),
  userPoolClient: having(
    "a client such as UserPoolClient.fromUserPoolClientId(this, 'Client', '1234567890abcdef')",
    'userPoolClientId',
  ),
  vpc: having(
    "a VPC such as Vpc.fromLookup(this, 'Network', { vpcId: 'vpc-0123456789abcdef0' })",
    'vpcId',
    'selectSubnets',
  ),
  vpcSubnets: having('a selection of subnets such as { subnetType: SubnetType.PRIVATE_ISOLATED }'),
  securityGroups: list(
    having(
      "a security group such as SecurityGroup.fromSecurityGroupId(this, 'Scan', 'sg-0123456789abcdef0')",
      'securityGroupId',
    ),
    'security groups',
    1,
  ),
  encryptionKey: having("a key such as Key.fromKeyArn(this, 'Key', 'arn:aws:kms:…')", 'keyArn'),
  permissionsBoundary: having(
    "a managed policy such as ManagedPolicy.fromManagedPolicyName(this, 'Boundary', 'team')",
    'managedPolicyArn',
  ),
  tags,
  removalPolicy: field<RemovalPolicy>('RemovalPolicy.RETAIN or RemovalPolicy.DESTROY', (value) =>
    removalPolicies.includes(value),
  ),
  functionsDirectory: text('the path of a directory', /\S/),
} satisfies Record<keyof ExistingResources, z.ZodType>;

const existingFields = Object.keys(existing) as (keyof ExistingResources)[];
const existingResources = object(existing).partial();

/** Reports fields that exclude each other, and fields that need another one. */
function contradictions(props: AirlockProps): readonly string[] {
  const { auth, userPool, userPoolClient, vpc, vpcSubnets, securityGroups, scanner } = props;
  const origins = [...(props.site ? [props.site.origin] : []), ...(props.origins ?? [])];
  const isClamd = scanner?.engine === 'clamd';
  const rules: readonly (readonly [boolean, string])[] = [
    [
      userPool !== undefined && auth?.issuer !== undefined,
      'userPool stands beside auth.issuer, and one of them has to be the first; remove auth.issuer, or name it in auth.issuers',
    ],
    [
      userPoolClient !== undefined && userPool === undefined,
      'userPoolClient stands without userPool; add the pool that it belongs to',
    ],
    [
      vpc !== undefined && !isClamd,
      "vpc is of use for a clamd only; add scanner: { engine: 'clamd', host }, or remove it",
    ],
    [
      vpc !== undefined && isClamd && scanner.vpc !== undefined,
      'vpc stands beside scanner.vpc; remove one of them',
    ],
    [vpcSubnets !== undefined && vpc === undefined, 'vpcSubnets stands without vpc'],
    [securityGroups !== undefined && vpc === undefined, 'securityGroups stands without vpc'],
    [
      props.encryptionKey !== undefined && props.downloads === 'cdn',
      "encryptionKey stands beside downloads: 'cdn', and CloudFront would need the key as well; set downloads to 's3', or remove the key",
    ],
    [
      props.encryptionKey !== undefined && props.replication !== undefined,
      'encryptionKey stands beside replication, and S3 copies such uploads only where a key of the other region is named as well; remove one of them',
    ],
    [
      origins.length === 0 && auth?.issuer === undefined && userPoolClient === undefined,
      'origins is empty and there is no site; expected at least one origin such as https://app.example.com, to which people return after they sign in',
    ],
  ];
  return rules.filter(([isBroken]) => isBroken).map(([, message]) => message);
}

/**
 * The configuration that follows from the properties, with every default filled in.
 * @throws {ConfigError} that has a line for each wrong field: where it is, what it is, what was expected.
 */
export function configOf(scope: Construct, props: AirlockProps): Config {
  const input: Record<string, unknown> = { ...props };
  const own: Record<string, unknown> = {};
  for (const name of existingFields) {
    if (input[name] !== undefined) own[name] = input[name];
    delete input[name];
  }
  // The files that `collect` gathers are configured only in a clone of the repository.
  const problems = input.static === undefined ? [] : ['static is unknown; remove it'];
  delete input.static;
  problems.push(...linesOf(existingResources.safeParse(own).error));
  const config = defineConfig({
    ...(input as unknown as ConfigInput),
    ...(input.name === undefined && { name: defaultNameOf(scope) }),
    // The page is part of the site, which the properties do not configure.
    site: { page: false },
  });
  problems.push(...problemsOf(config));
  if (problems.length === 0) problems.push(...contradictions(props));
  if (problems.length === 0) return config;
  throw new ConfigError(
    `Airlock “${scope.node.path}” cannot be used; fields that are wrong: ${problems.length}\n${problems.map((line) => `  ${line}`).join('\n')}`,
  );
}
