import { expect, it } from 'vitest';
import { createProgressMeter, type UploadProgress } from '../../client/progress.ts';

function recorded(totalBytes: number) {
  const reports: UploadProgress[] = [];
  return { reports, meter: createProgressMeter(totalBytes, (each) => reports.push(each)) };
}

it('reports phases, bytes and the facts that were noted', () => {
  const { reports, meter } = recorded(100);
  meter.enter('issuing');
  meter.note({ fileId: 'f' });
  meter.enter('uploading');
  meter.sent(100);
  expect(reports).toEqual([
    { phase: 'issuing', sentBytes: 0, totalBytes: 100 },
    { phase: 'uploading', sentBytes: 0, totalBytes: 100, fileId: 'f' },
    { phase: 'uploading', sentBytes: 100, totalBytes: 100, fileId: 'f' },
  ]);
});

it('reports no flood of bytes, and yet the last count', () => {
  const { reports, meter } = recorded(100_000);
  meter.enter('uploading');
  for (let bytes = 1; bytes <= 90_000; bytes += 1) meter.sent(bytes);
  meter.enter('checking');
  expect(reports.length).toBeLessThan(1_000);
  expect(reports.at(-1)).toMatchObject({ phase: 'checking', sentBytes: 90_000 });
});

it('progress is shown as paused in phases that can pause, and then returns to its phase', () => {
  const { reports, meter } = recorded(1);
  meter.enter('uploading');
  meter.setPaused(true);
  meter.setPaused(true);
  meter.setPaused(false);
  meter.enter('checking');
  meter.setPaused(true);
  const phases = reports.map(({ phase }) => phase);
  expect(phases).toEqual(['uploading', 'paused', 'uploading', 'checking', 'checking']);
});

it('progress never decreases when a pause discards bytes in flight', () => {
  const { reports, meter } = recorded(1_000_000);
  meter.enter('uploading');
  meter.sent(180_000);
  meter.setPaused(true);
  meter.sent(40_000);
  meter.setPaused(false);
  meter.sent(60_000);
  meter.enter('uploading');
  meter.sent(1_000_000);
  const counts = reports.map(({ sentBytes }) => sentBytes);
  expect(counts).toEqual(counts.toSorted((one, other) => one - other));
  expect(counts).toContain(180_000);
});

it('reports from zero again when an upload that is gone is restarted', () => {
  const { reports, meter } = recorded(100);
  meter.enter('uploading');
  meter.sent(100);
  meter.note({ restarted: true, resumedBytes: 0 });
  meter.sent(0);
  meter.enter('hashing');
  expect(reports.at(-1)).toMatchObject({ phase: 'hashing', sentBytes: 0, restarted: true });
});

it('reports why it waits, and continues in the phase that it was in', () => {
  const { reports, meter } = recorded(100);
  meter.enter('uploading');
  meter.setWaiting('offline');
  meter.setPaused(true);
  meter.setPaused(false);
  meter.setWaiting('throttled');
  meter.setWaiting(undefined);
  const seen = reports.map(({ phase, waitingFor }) => [phase, waitingFor]);
  expect(seen).toEqual([
    ['uploading', undefined],
    ['waiting', 'offline'],
    ['paused', undefined],
    ['waiting', 'offline'],
    ['waiting', 'throttled'],
    ['uploading', undefined],
  ]);
});

it('progress shows no wait any more once bytes are sent', () => {
  const { reports, meter } = recorded(100);
  meter.enter('uploading');
  meter.setWaiting('no_answer');
  meter.sent(100);
  expect(reports.at(-1)).toMatchObject({ phase: 'uploading', sentBytes: 100 });
});
