// Regions where a deployment would fail for lack of a service, with the reason; asked before anything is created.
import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { ConfigError } from './config-error.ts';

const reasons: readonly (readonly [RegExp, string])[] = [
  [
    /^us-gov-/,
    'AWS GovCloud (US) has no CloudFront, which serves the page and public files; Airlock cannot be deployed there.',
  ],
  [
    /^cn-/,
    'CloudFront in China is another service, which serves only domains with an ICP licence; the templates of Airlock do not support it.',
  ],
];

/**
 * Throws for a region that lacks what the stacks need.
 * @param region Undefined where a synth names none.
 */
export function refuseRegion(region: string | undefined): void {
  const [, reason] = reasons.find(([pattern]) => pattern.test(region ?? '')) ?? [];
  if (reason) throw new ConfigError(`The region is ${region}: ${reason}`);
}

/** The same for the region of a construct's stack, if it is known at synth. */
export function refuseRegionOf(construct: IConstruct): void {
  const { region } = Stack.of(construct);
  if (!Token.isUnresolved(region)) refuseRegion(region);
}
