// AWS::Events::Rule with a pattern in the templates → which events of which bus go to which queues and functions.
import { CannotStartError } from '../cannot-start.ts';
import type { Resource, Template } from '../template/template.ts';

/** The bus that every account has. */
export const defaultBus = 'default';

/** A rule of an event bus. */
export interface EventRule {
  readonly logicalId: string;
  readonly bus: string;
  /** EventBridge's event pattern. */
  readonly pattern: object;
  readonly queueArns: readonly string[];
  readonly functionArns: readonly string[];
}

/** Reads every enabled rule with an event pattern; rules with a schedule are read as schedules. */
export const readEventRules = (template: Template): EventRule[] =>
  template
    .resources('AWS::Events::Rule')
    .filter(({ properties }) => properties.EventPattern && properties.State !== 'DISABLED')
    .map(readRule);

const serviceOf = (arn: string): string | undefined => arn.split(':')[2];

function readRule({ logicalId, properties }: Resource): EventRule {
  const targets = (properties.Targets ?? []) as {
    readonly Arn: string;
    readonly Input?: string;
    readonly InputPath?: string;
    readonly InputTransformer?: object;
  }[];
  const other = targets.find(
    ({ Arn, Input, InputPath, InputTransformer }) =>
      !['sqs', 'lambda'].includes(serviceOf(Arn) ?? '') || Input || InputPath || InputTransformer,
  );
  if (other) {
    throw new CannotStartError(
      `${logicalId} (AWS::Events::Rule) sends events to ${other.Arn}; the local cloud sends them to queues and functions only, and unchanged.`,
    );
  }
  const arnsOf = (service: string) =>
    targets.map(({ Arn }) => Arn).filter((arn) => serviceOf(arn) === service);
  return {
    logicalId,
    bus: String(properties.EventBusName ?? defaultBus).replace(/^arn:.*:event-bus\//, ''),
    pattern: properties.EventPattern as object,
    queueArns: arnsOf('sqs'),
    functionArns: arnsOf('lambda'),
  };
}
