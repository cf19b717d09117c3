import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { InspectUpload } from '../../lambdas/domain/inspection-ports.ts';
import {
  cpuSecondsFor,
  MAX_CPU_SECONDS,
  NoTimeLeftError,
  startInspector,
} from '../../lambdas/inspection/inspector.ts';
import { behaviours } from './misbehaving-worker.ts';

const MiB = 1024 ** 2;
const unread = { size: 3, text: { kind: 'binary' }, isPartlyRead: true, bytesRead: 3 };
const neverReads = () => expect.fail('reads');

/** CPU time of an upload that is meant to exceed it. */
const SHORT_SECONDS = 2;
/** More than any other upload here needs, on a busy machine too. */
const LONG_SECONDS = 30;

describe('The inspector', () => {
  let inspect: InspectUpload;
  const inspectBehaviour = (behaviour: keyof typeof behaviours) =>
    inspect({
      head: Uint8Array.of(behaviours[behaviour], 0, 0),
      size: 3,
      readMore: neverReads,
    });
  beforeAll(() => {
    inspect = startInspector({
      worker: new URL('./misbehaving-worker.ts', import.meta.url),
      cpuSeconds: SHORT_SECONDS,
    });
  });

  it('the inspector ends an upload that exceeds its CPU time and serves the next one', async () => {
    const [looped, answered] = await Promise.all([
      inspectBehaviour('loops'),
      inspectBehaviour('answers'),
    ]);
    expect(looped).toEqual({ ...unread, exceededCpuSeconds: expect.closeTo(SHORT_SECONDS, 3) });
    expect(answered).toEqual({ size: 3, text: { kind: 'binary' } });
  });

  it.each(['fillsHeap', 'fillsBuffers'] as const)(
    'the inspector ends an upload that %s beyond the memory of the thread',
    async (behaviour) => {
      const patient = startInspector({
        worker: new URL('./misbehaving-worker.ts', import.meta.url),
        cpuSeconds: LONG_SECONDS,
      });
      const head = Uint8Array.of(behaviours[behaviour], 0, 0);
      expect(await patient({ head, size: 3, readMore: neverReads })).toMatchObject({
        ...unread,
        exceededCpuSeconds: expect.any(Number),
      });
    },
  );

  it.each(['crashes', 'exits'] as const)(
    'reports an upload over which the thread %s as unread and serves the next one',
    async (behaviour) => {
      expect(await inspectBehaviour(behaviour)).toEqual(unread);
      expect(await inspectBehaviour('answers')).toEqual({ size: 3, text: { kind: 'binary' } });
    },
  );

  it('the inspector does not count the time in which the thread waits for bytes', async () => {
    const evidence = await inspect({
      head: Uint8Array.of(behaviours.reads),
      size: 9,
      // Longer than the CPU time that the upload has.
      readMore: async (_start, length) => {
        await new Promise((resolve) => setTimeout(resolve, (SHORT_SECONDS + 0.5) * 1000));
        return new Uint8Array(length);
      },
    });
    expect(evidence).toMatchObject({ size: 8 });
  });

  it('throws the error of a failed read and serves the next upload', async () => {
    const failure = new Error('S3 does not answer.');
    const read = inspect({
      head: Uint8Array.of(behaviours.reads),
      size: 9,
      readMore: () => Promise.reject(failure),
    });
    await expect(read).rejects.toBe(failure);
    expect(await inspectBehaviour('answers')).toMatchObject({ size: 3 });
  });

  it('the inspector does not start an upload for which the function has no time left', async () => {
    let remainingMs = 999;
    const hurried = startInspector({
      worker: new URL('./misbehaving-worker.ts', import.meta.url),
      cpuSeconds: 1,
      remainingMs: () => remainingMs,
    });
    const upload = { head: Uint8Array.of(0, 0, 0), size: 3, readMore: neverReads };
    await expect(hurried(upload)).rejects.toBeInstanceOf(NoTimeLeftError);
    remainingMs = 1100;
    expect(await hurried(upload)).toMatchObject({ size: 3 });
  });

  it('begins an upload that may take too long where it may stop it, and stops what waits or computes for too long', async () => {
    let remainingMs = 500;
    const stopping = startInspector({
      worker: new URL('./misbehaving-worker.ts', import.meta.url),
      cpuSeconds: 30,
      remainingMs: () => remainingMs,
      stopsInTime: true,
    });
    const upload = (behaviour: keyof typeof behaviours) =>
      stopping({
        head: Uint8Array.of(behaviours[behaviour], 0, 0),
        size: 3,
        readMore: () => new Promise<Uint8Array>(() => {}),
      });
    await expect(upload('loops')).rejects.toBeInstanceOf(NoTimeLeftError);
    await expect(upload('reads')).rejects.toBeInstanceOf(NoTimeLeftError);
    remainingMs = -1;
    await expect(upload('answers')).rejects.toBeInstanceOf(NoTimeLeftError);
    remainingMs = 60_000;
    expect(await upload('answers')).toMatchObject({ size: 3 });
  });
});

it('The real thread inspects a real file, of which it requests only what is not in the head', async () => {
  const file = await readFile(new URL('../fixtures/files/fixture.wav', import.meta.url));
  const inspect = startInspector({
    worker: new URL('../../lambdas/inspection/inspect-worker.ts', import.meta.url),
    cpuSeconds: LONG_SECONDS,
  });
  const starts: number[] = [];
  const evidence = await inspect({
    head: file.subarray(0, 64 * 1024),
    size: file.byteLength,
    readMore: async (start, length) => {
      starts.push(start);
      return file.subarray(start, start + length);
    },
  });
  expect(evidence).toMatchObject({ detectedType: 'audio/wav', size: file.byteLength });
  expect(starts).toContain(64 * 1024);
  expect(Math.min(...starts)).toBe(64 * 1024);
});

it.each([
  [1024, 5],
  [100 * MiB, 10],
  [10_000 * MiB, MAX_CPU_SECONDS],
])('An upload of %i bytes gets %d seconds of CPU time', (size, seconds) => {
  expect(cpuSecondsFor(size, 5)).toBeCloseTo(seconds, 3);
});
