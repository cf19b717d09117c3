// The names of events: import-free, so that stacks and functions share them.

/** Every type of event. */
export const eventTypes = [
  'FileReady',
  'FileRejected',
  'FilePublished',
  'FileVariantsReady',
  'FileReplaced',
  'FileDeleted',
  'FileExpired',
  'QuotaExceeded',
] as const;

/** The name of an event's type. */
export type EventType = (typeof eventTypes)[number];
