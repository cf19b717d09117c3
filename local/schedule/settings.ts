// AWS::Scheduler::Schedule and AWS::Events::Rule in the templates → what is invoked when.
import { account, region } from '../addresses.ts';
import { CannotStartError } from '../cannot-start.ts';
import type { Resource, Template } from '../template/template.ts';
import { type NextTime, parseSchedule } from './expression.ts';

/** A schedule and the function that it invokes. */
export interface ScheduleSettings {
  readonly logicalId: string;
  readonly next: NextTime;
  readonly functionArn: string;
  /** The event for a run that was due at a time. */
  readonly eventAt: (time: Date) => unknown;
}

interface TargetProperties {
  readonly Arn: string;
  readonly Input?: string;
}

/** Reads every enabled schedule. */
export function readSchedules(template: Template): ScheduleSettings[] {
  const isEnabled = ({ properties }: Resource) => properties.State !== 'DISABLED';
  return [
    ...template.resources('AWS::Scheduler::Schedule').filter(isEnabled).map(readSchedule),
    ...template.resources('AWS::Events::Rule').filter(isEnabled).flatMap(readRule),
  ];
}

function readSchedule(resource: Resource): ScheduleSettings {
  const { ScheduleExpressionTimezone: timezone = 'UTC', Target } = resource.properties;
  if (!['UTC', 'Etc/UTC'].includes(String(timezone))) {
    throw new CannotStartError(
      `${resource.logicalId} (AWS::Scheduler::Schedule) runs in ${timezone}; the local cloud runs in UTC only.`,
    );
  }
  return toSettings(resource, Target as TargetProperties, 'aws.scheduler');
}

// A rule with an event pattern is no schedule, see ../events/settings.ts.
function readRule(resource: Resource): ScheduleSettings[] {
  if (!resource.properties.ScheduleExpression) return [];
  return ((resource.properties.Targets ?? []) as TargetProperties[]).map((target) =>
    toSettings(resource, target, 'aws.events'),
  );
}

function toSettings(
  resource: Resource,
  { Arn, Input }: TargetProperties,
  source: string,
): ScheduleSettings {
  if (Arn.split(':')[2] !== 'lambda') {
    throw new CannotStartError(
      `${resource.logicalId} (${resource.type}) targets ${Arn}; the local cloud schedules functions only.`,
    );
  }
  return {
    logicalId: resource.logicalId,
    next: parseSchedule(String(resource.properties.ScheduleExpression)),
    functionArn: Arn,
    eventAt: (time) =>
      Input
        ? JSON.parse(Input.replaceAll('<aws.scheduler.scheduled-time>', toTime(time)))
        : scheduledEvent(resource, source, time),
  };
}

const toTime = (time: Date) => time.toISOString().replace(/\.\d+Z$/, 'Z');

const scheduledEvent = (resource: Resource, source: string, time: Date) => ({
  version: '0',
  id: crypto.randomUUID(),
  'detail-type': 'Scheduled Event',
  source,
  account,
  time: toTime(time),
  region,
  resources: [resource.attribute('Arn')],
  detail: source === 'aws.scheduler' ? '{}' : {},
});
