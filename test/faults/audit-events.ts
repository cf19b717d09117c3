// Compares the events that left with the records: each file has an event of exactly the outcome that its record has.
import type { FileRecord } from '../../lambdas/domain/file.ts';
import type { OutgoingEvent } from '../../lambdas/domain/relay-ports.ts';
import { versionOf } from '../../lambdas/domain/versions.ts';

/** Returns every violation: an outcome without its event, and an event that no outcome explains. */
export function auditEvents(
  events: readonly OutgoingEvent[],
  records: readonly FileRecord[],
): string[] {
  const ids = new Map<string, OutgoingEvent>();
  const violations: string[] = [];
  for (const event of events) {
    const known = ids.get(event.id);
    if (known && JSON.stringify(known) !== JSON.stringify(event)) {
      violations.push(`the events ${event.id} differ`);
    }
    ids.set(event.id, event);
  }
  const typesOf = (id: string): string[] =>
    [...ids.values()].flatMap((event) =>
      'file' in event && event.file.id === id ? [event.type] : [],
    );
  for (const record of records) {
    const types = typesOf(record.id);
    const count = (type: string) => types.filter((each) => each === type).length;
    const expected = expectedType(record);
    if (expected && count(expected) !== 1) {
      violations.push(`${record.id} is ${record.status}, and has the events ${types.join(', ')}`);
    }
    if (count('FileReady') + count('FileRejected') > 1) {
      violations.push(`${record.id} has two verdicts: ${types.join(', ')}`);
    }
    const replaced = record.status === 'ready' ? versionOf(record) - 1 : 0;
    if (record.status === 'ready' && count('FileReplaced') !== replaced) {
      violations.push(`${record.id} was replaced ${replaced} times: ${types.join(', ')}`);
    }
    const ends = types.filter((type) => /^File(Deleted|Expired)$/.test(type));
    if (ends.length > (record.status === 'deleted' ? 1 : 0)) {
      violations.push(`${record.id} is ${record.status}, and its events are ${types.join(', ')}`);
    }
  }
  return violations;
}

/** The event of a record's present state. */
function expectedType(record: FileRecord): OutgoingEvent['type'] | undefined {
  switch (record.status) {
    case 'pending':
    case 'merged':
      return undefined;
    case 'ready':
      return 'FileReady';
    case 'rejected':
      return 'FileRejected';
    case 'deleted':
      return record.expired ? 'FileExpired' : 'FileDeleted';
  }
}
