// Events that arrive doubled and in any order: a receiver that follows the documentation still ends with what the record says.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FileRecord, PendingFile, ReadyFile } from '../../lambdas/domain/file.ts';
import { eventsOf, type FileEvent, sequenceOf } from '../../lambdas/domain/file-events.ts';
import { remove, settle } from '../../lambdas/domain/transitions.ts';
import { replaceContent } from '../../lambdas/domain/versions.ts';

const pending: PendingFile = {
  ...{ id: '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d', collection: 'images', owner: 'olivia' },
  ...{ key: 'media/images/a.png', filename: 'photo.png', size: 5, revision: 1, status: 'pending' },
  ...{ contentType: 'image/png', createdAt: '2026-11-22T10:00:00.000Z' },
  expiresAt: '2026-11-22T10:15:00.000Z',
};
const at = '2026-11-22T10:01:00.000Z';
const keptUntil = '2026-12-22T10:01:00.000Z';
const judged = { declaredType: 'image/png', detectedType: 'image/png', size: 5 };
const ready = settle(pending, {
  ...{ versionId: 'v1', at, keptUntil },
  verdict: { ...judged, outcome: 'accepted' },
}) as ReadyFile;

/** The records of a file that is accepted, replaced some times and perhaps deleted, from first to last. */
function lifeOf(replacements: number, isDeleted: boolean): readonly FileRecord[] {
  const records: FileRecord[] = [pending, ready];
  let file = ready;
  for (let number = 0; number < replacements; number++) {
    const upload = {
      ...ready,
      id: `upload ${number}`,
      key: `media/${number}.png`,
      filename: `${number}.png`,
    };
    file = replaceContent(file, upload, { at }).file;
    records.push(file);
  }
  if (isDeleted) records.push(remove(file, { at, keptUntil }));
  return records;
}

const eventsOver = (records: readonly FileRecord[], firstNumber: number): FileEvent[] =>
  records.flatMap((after, index) => {
    // Numbers of the stream grow, and become longer.
    const sequence = String(firstNumber + index * 7);
    return eventsOf({ before: records[index - 1], after, sequence }, 'https://m', {
      collections: {},
    });
  });

it('a receiver that keeps the largest sequence of each file ends with the last outcome, however its events are doubled and reordered', () => {
  const life = fc.tuple(fc.nat(4), fc.boolean(), fc.nat(200));
  fc.assert(
    fc.property(life, fc.infiniteStream(fc.nat()), ([replacements, isDeleted, first], random) => {
      const sent = eventsOver(lifeOf(replacements, isDeleted), first);
      const arriving = [...sent, ...sent].sort(() => ((random.next().value ?? 0) % 2 ? 1 : -1));
      let known: FileEvent | undefined;
      const handled = new Set<string>();
      for (const event of arriving) {
        handled.add(event.id);
        if (event.sequence > (known?.sequence ?? '')) known = event;
      }
      expect(handled.size).toBe(sent.length);
      expect(known).toEqual(sent.at(-1));
      expect(known?.type).toBe(
        isDeleted ? 'FileDeleted' : replacements > 0 ? 'FileReplaced' : 'FileReady',
      );
    }),
  );
});

it('a sequence keeps its order as text when the number of the stream becomes longer', () => {
  expect(sequenceOf('9') < sequenceOf('10')).toBe(true);
});
