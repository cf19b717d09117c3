import { expect, it } from 'vitest';
import { createLaneControl, laneLimits } from '../../client/lanes.ts';

const MIB = 1024 ** 2;

const PART_BYTES = 5 * MIB;

/** Lanes after `seconds` of an upload whose speed in bytes per second depends on the lanes that it has. */
function lanesAfter(seconds: number, max: number, speedOf: (lanes: number) => number): number {
  const control = createLaneControl({ start: 4, max }, PART_BYTES);
  let bytes = 0;
  for (let nowMs = 0; nowMs <= seconds * 1000; nowMs += 50) {
    control.observe(bytes, nowMs);
    bytes += speedOf(control.count) / 20;
  }
  return control.count;
}

it('lanes are added up to the limit within half a second where the link is fast', () => {
  const perConnection = (lanes: number) => lanes * 4 * MIB;
  expect(lanesAfter(0.5, 16, perConnection)).toBe(16);
  expect(lanesAfter(0.5, 6, perConnection)).toBe(6);
});

it('adds no lane by which a part would take longer than ten seconds', () => {
  expect(lanesAfter(60, 16, () => 1 * MIB)).toBe(4);
  expect(lanesAfter(60, 16, () => 4.1 * MIB)).toBe(8);
});

it('adds lanes to an upload that becomes fast later, and keeps them when it becomes slow again', () => {
  const control = createLaneControl({ start: 4, max: 16 }, PART_BYTES);
  control.observe(0, 0);
  control.observe(1 * MIB, 1000);
  expect(control.count).toBe(4);
  control.observe(7 * MIB, 2000);
  expect(control.count).toBe(12);
  control.observe(7 * MIB, 3000);
  expect(control.count).toBe(12);
});

it('the number of lanes stays as the caller sets it', () => {
  const { start, max } = laneLimits(3.7);
  expect([start, max]).toEqual([3, 3]);
  expect(createLaneControl(laneLimits(0), PART_BYTES).count).toBe(1);
});

it('begins with six lanes in a browser, and with eight of at most sixteen in Node', () => {
  expect(laneLimits(undefined, true)).toEqual({ start: 6, max: 6 });
  expect(laneLimits(undefined, false)).toEqual({ start: 8, max: 16 });
});
