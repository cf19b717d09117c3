// EventBridge's API as far as functions call it: PutEvents (EventBridge API reference).
import { account, region } from '../addresses.ts';
import type { PutEvent } from '../events/bus.ts';
import { defaultBus } from '../events/settings.ts';

interface Entry {
  readonly EventBusName?: string;
  readonly Source?: string;
  readonly DetailType?: string;
  readonly Detail?: string;
  readonly Resources?: readonly string[];
  /** Epoch seconds, as the JSON protocol writes times. */
  readonly Time?: number;
}

interface Request {
  readonly Entries?: readonly Entry[];
}

const nameOf = ({ EventBusName = defaultBus }: Entry): string =>
  EventBusName.replace(/^arn:.*:event-bus\//, '');

/** The buses that a request puts events on, as ARNs. */
export const busArnsOf = ({ Entries = [] }: Request): string[] => [
  ...new Set(
    Entries.map((entry) => `arn:aws:events:${region}:${account}:event-bus/${nameOf(entry)}`),
  ),
];

/** Puts each entry on its bus; one that is not complete is refused by itself, as EventBridge does it. */
export function answerPutEvents({ Entries = [] }: Request, putEvent: PutEvent): object {
  const answers = Entries.map((entry) => {
    const { Source, DetailType, Detail, Resources = [], Time } = entry;
    const detail = Source && DetailType ? objectOf(Detail) : undefined;
    if (!Source || !DetailType || !detail) {
      return {
        ErrorCode: 'InvalidArgument',
        ErrorMessage: 'Source, DetailType or Detail is wrong.',
      };
    }
    const EventId = putEvent({
      bus: nameOf(entry),
      source: Source,
      detailType: DetailType,
      resources: Resources,
      detail,
      ...(Time !== undefined && { time: new Date(Time * 1000) }),
    });
    return { EventId };
  });
  return {
    FailedEntryCount: answers.filter((answer) => 'ErrorCode' in answer).length,
    Entries: answers,
  };
}

function objectOf(text: string | undefined): object | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
