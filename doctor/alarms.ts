// The line about alarms: each has an action, and each dead-letter queue has an alarm.
import { type Check, decide, except, type Finding, ofType, show } from './check.ts';
import { statementsOf } from './policy.ts';
import { at, listOf, type Resource, referredBy } from './template.ts';

export const alarmsWired: Check = {
  id: 'alarms',
  title: 'Alarms wired, one on every dead-letter queue',
  examine(all) {
    const alarms = ofType(all, 'AWS::CloudWatch::Alarm');
    return [
      ...alarms.map((alarm) => {
        const { AlarmActions: actions, ActionsEnabled: isEnabled } = alarm.properties;
        return decide(
          alarm,
          listOf(actions).length > 0 && isEnabled !== false,
          `${show('AlarmActions', actions)}${isEnabled === false ? ', ActionsEnabled: false' : ''}`,
          'Add an action to the alarm; without one it notifies no one.',
        );
      }),
      ...topicsOf(all, alarms).flatMap((topic) => [
        decideTopic(all, topic),
        ...(isSubscribed(all, topic) ? [] : [except(topic, noSubscription)]),
      ]),
      ...deadLetterQueuesIn(all).map((queue) => {
        const watching = alarms.find((alarm) => watches(all, alarm, queue));
        return decide(
          queue,
          watching !== undefined,
          show('alarm on ApproximateNumberOfMessagesVisible', watching?.logicalId),
          'Make it a DeadLetterQueue (lib/dead-letter-queue.ts), which brings its alarm.',
        );
      }),
    ];
  },
};

const topicsOf = (all: readonly Resource[], alarms: readonly Resource[]): readonly Resource[] => {
  const named = alarms.flatMap((alarm) => referredBy(all, alarm, alarm.properties.AlarmActions));
  return ofType([...new Set(named)], 'AWS::SNS::Topic');
};

const noSubscription =
  'has no subscription; set operations.alarmEmails, unless you subscribe by hand';

const isSubscribed = (all: readonly Resource[], topic: Resource): boolean =>
  ofType(all, 'AWS::SNS::Subscription').some((each) =>
    referredBy(all, each, each.properties.TopicArn).includes(topic),
  );

/** A topic without a policy lets in its account; one that has a policy, whom that names (SNS developer guide, "Access control"). */
function decideTopic(all: readonly Resource[], topic: Resource): Finding {
  const policies = ofType(all, 'AWS::SNS::TopicPolicy').filter((policy) =>
    referredBy(all, policy, policy.properties.Topics).includes(topic),
  );
  const allowing = policies
    .flatMap((policy) => statementsOf(policy.properties.PolicyDocument))
    .filter(
      ({ effect, principal, actions }) =>
        effect === 'Allow' &&
        listOf(at(principal, 'Service')).includes('cloudwatch.amazonaws.com') &&
        actions.some((action) => /^sns:(publish|\*)$/i.test(String(action))),
    );
  const isOpen = policies.length === 0 || allowing.length > 0;
  return decide(
    topic,
    isOpen,
    show('TopicPolicy lets alarms publish', isOpen),
    'Allow cloudwatch.amazonaws.com sns:Publish in the topic’s policy; without it alarms do not notify anyone.',
  );
}

function watches(all: readonly Resource[], alarm: Resource, queue: Resource): boolean {
  const { MetricName, Dimensions } = alarm.properties;
  return (
    MetricName === 'ApproximateNumberOfMessagesVisible' &&
    referredBy(all, alarm, Dimensions).includes(queue)
  );
}

/** The dead-letter queues: those of a queue, of an event source, of a rule's target and of an asynchronous call. */
function deadLetterQueuesIn(all: readonly Resource[]): readonly Resource[] {
  const named = all.flatMap((each) => {
    const { properties } = each;
    return [
      at(properties, 'RedrivePolicy', 'deadLetterTargetArn'),
      at(properties, 'DestinationConfig', 'OnFailure', 'Destination'),
      at(properties, 'DeadLetterConfig', 'TargetArn'),
      ...listOf(properties.Targets).map((target) => at(target, 'DeadLetterConfig', 'Arn')),
    ].flatMap((destination) => referredBy(all, each, destination));
  });
  return ofType([...new Set(named)], 'AWS::SQS::Queue');
}
