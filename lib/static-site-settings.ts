// Turns the properties of a StaticSite into its settings; the error names every field that is wrong.
import type { Construct } from 'constructs';
import { z } from 'zod';
import { defineSite } from '../lambdas/config/site-config.ts';
import { ConfigError } from './config-error.ts';
import { having, issuer, object, oneOf, retentionDays, text } from './config-fields.ts';
import { tags } from './config-names.ts';
import { refuseCertificateElsewhere } from './site-domain.ts';
import { whyNoLinks } from './site-links.ts';
import type { ServedSite, StaticSiteProps } from './static-site-props.ts';
import { linesOf } from './validate-config.ts';
import { constructDomain } from './validate-domains.ts';
import { hostName, site } from './validate-site.ts';

const named = z.looseObject({ name: hostName });

const own = object({
  name: text('text of up to 100 characters', /^.{1,100}$/),
  domain: constructDomain,
  domains: object({ api: named.optional(), media: named.optional() }),
  issuer,
  downloads: oneOf('cdn', 's3'),
  logRetentionDays: retentionDays,
  permissionsBoundary: having('a managed policy', 'managedPolicyArn'),
  tags,
  functionsDirectory: text('the path of a directory', /\S/),
  release: having('a release that is laid out already', 'assets', 'documents', 'recordDirectory'),
}).partial();

const ownFieldNames = Object.keys(own.shape);

/**
 * The settings that follow from the properties, with every default filled in.
 * @throws {ConfigError} that has a line for each wrong field: where it is, what it is, what was expected.
 */
export function siteOf(scope: Construct, props: StaticSiteProps): ServedSite {
  const given = Object.entries(props).filter(([, value]) => value !== undefined);
  const pick = (isOwn: boolean) =>
    Object.fromEntries(given.filter(([name]) => ownFieldNames.includes(name) === isOwn));
  const input = pick(false);
  const problems = [own.safeParse(pick(true)), site.safeParse(defineSite(input))].flatMap(
    ({ error }) => linesOf(error),
  );
  const whyNot = whyNoLinks(props, props.domains);
  if (problems.length === 0 && whyNot) problems.push(`links ${whyNot}`);
  if (problems.length > 0) {
    throw new ConfigError(
      `StaticSite “${scope.node.path}” cannot be used; fields that are wrong: ${problems.length}\n${problems.map((line) => `  ${line}`).join('\n')}`,
    );
  }
  if (props.domain) refuseCertificateElsewhere(props.domain);
  const { domain: _none, ...settings } = defineSite(input);
  return { ...settings, ...(props.domain && { domain: props.domain }) };
}
