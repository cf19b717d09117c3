// The line about logs: each function has its own group, and every group has a retention.
import { type Check, decide, except, type Finding, ofType, show } from './check.ts';
import { providerReason, providersIn } from './provider.ts';
import { at, type Resource, referredBy } from './template.ts';

const groupType = 'AWS::Logs::LogGroup';

export const logsKeptAsLongAsSaid: Check = {
  id: 'log-retention',
  title: 'Logs expire, each function has its own',
  examine(all) {
    const providers = providersIn(all);
    const functions = ofType(all, 'AWS::Lambda::Function');
    const own = functions.filter((each) => !providers.includes(each));
    return [
      ...ofType(all, groupType).map(decideRetention),
      ...functions.map((each) =>
        providers.includes(each) ? except(each, providerReason) : decideGroup(all, each, own),
      ),
    ];
  },
};

function decideRetention(group: Resource): Finding {
  const days = group.properties.RetentionInDays;
  return decide(
    group,
    typeof days === 'number',
    show('RetentionInDays', days),
    'Set retention on the log group; without it CloudWatch keeps and charges for ever.',
  );
}

function decideGroup(
  all: readonly Resource[],
  lambda: Resource,
  functions: readonly Resource[],
): Finding {
  const group = groupOf(all, lambda);
  const sharing = functions.filter((each) => each !== lambda && group === groupOf(all, each));
  const shared = group && sharing.length > 0 ? `, shared with ${sharing[0]?.logicalId}` : '';
  return decide(
    lambda,
    group !== undefined && shared === '',
    `${show('LoggingConfig.LogGroup', group?.logicalId)}${shared}`,
    'Give the function its own log group; the one that Lambda creates never expires.',
  );
}

const groupOf = (all: readonly Resource[], lambda: Resource): Resource | undefined =>
  ofType(referredBy(all, lambda, at(lambda.properties, 'LoggingConfig', 'LogGroup')), groupType)[0];
