// The names of its own that a distribution answers to: on one machine each of them is the site's address.
import type { Assembly } from '../template/assembly.ts';
import type { Selection } from '../template/instances.ts';

/** Reads the names from the templates as they are, because resolving anything else needs them already. */
export const readSiteNames = ({ stacks }: Assembly, isRun: Selection['isRun']): string[] =>
  stacks
    .flatMap(({ name, template }) =>
      Object.entries(template.Resources ?? {})
        .filter(([logicalId]) => isRun(name, logicalId))
        .map(([, resource]) => resource),
    )
    .filter(({ Type }) => Type === 'AWS::CloudFront::Distribution')
    .map(({ Properties }) => Properties?.DistributionConfig as { Aliases?: string[] } | undefined)
    .flatMap((config) => config?.Aliases ?? []);
