// Custom domain names of a distribution or the API: on one machine each of them is a server's address.
import type { DistributionServer } from '../addresses.ts';
import type { Assembly } from '../template/assembly.ts';
import type { Selection } from '../template/instances.ts';

interface DistributionConfig {
  readonly Aliases?: readonly string[];
  readonly DefaultRootObject?: string;
}

/** Reads the names from the templates as they are, because resolving anything else needs them already. */
export const readOwnNames = (
  { stacks }: Assembly,
  isRun: Selection['isRun'],
): ReadonlyMap<string, DistributionServer | 'api'> =>
  new Map(
    stacks.flatMap(({ name, template }) =>
      Object.entries(template.Resources ?? {}).flatMap(
        ([logicalId, { Type, Properties = {} }]): [string, DistributionServer | 'api'][] => {
          if (Type === 'AWS::ApiGatewayV2::DomainName')
            return [[String(Properties.DomainName), 'api']];
          if (Type !== 'AWS::CloudFront::Distribution' || !isRun(name, logicalId)) return [];
          const { Aliases = [], DefaultRootObject } =
            Properties.DistributionConfig as DistributionConfig;
          // As `serverOf` distinguishes them: that of the site has a document at its root.
          return Aliases.map((alias) => [alias, DefaultRootObject ? 'site' : 'cdn']);
        },
      ),
    ),
  );
