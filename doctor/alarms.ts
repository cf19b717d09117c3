// The line about alarms: every one tells somebody, and no message waits in a dead-letter queue unnoticed.
import { type Check, decide, ofType, show } from './check.ts';
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
          'Add an action to the alarm; without one it turns red and tells nobody.',
        );
      }),
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

function watches(all: readonly Resource[], alarm: Resource, queue: Resource): boolean {
  const { MetricName, Dimensions } = alarm.properties;
  return (
    MetricName === 'ApproximateNumberOfMessagesVisible' &&
    referredBy(all, alarm, Dimensions).includes(queue)
  );
}

/** Where undeliverable messages go: those of a queue, of an event source, of a rule's target and of an asynchronous call. */
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
