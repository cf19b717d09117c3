// AWS::Events::Rule with a pattern in the templates → which events go to which queue.
import { CannotStartError } from '../cannot-start.ts';
import type { Resource, Template } from '../template/template.ts';

/** A rule of the default event bus. */
export interface EventRule {
  readonly logicalId: string;
  /** EventBridge's event pattern. */
  readonly pattern: object;
  readonly queueArns: readonly string[];
}

/** Reads every enabled rule that waits for events; those that run by the clock are schedules. */
export const readEventRules = (template: Template): EventRule[] =>
  template
    .resources('AWS::Events::Rule')
    .filter(({ properties }) => properties.EventPattern && properties.State !== 'DISABLED')
    .map(readRule);

function readRule({ logicalId, properties }: Resource): EventRule {
  const targets = (properties.Targets ?? []) as { readonly Arn: string; readonly Input?: string }[];
  const other = targets.find(({ Arn, Input }) => Arn.split(':')[2] !== 'sqs' || Input);
  if (other) {
    throw new CannotStartError(
      `${logicalId} (AWS::Events::Rule) sends events to ${other.Arn}; the local cloud sends them to queues only, and unchanged.`,
    );
  }
  return {
    logicalId,
    pattern: properties.EventPattern as object,
    queueArns: targets.map(({ Arn }) => Arn),
  };
}
