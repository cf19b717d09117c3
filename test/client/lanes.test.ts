import { expect, it } from 'vitest';
import { createLaneControl, laneLimits } from '../../client/lanes.ts';

const MIB = 1024 ** 2;

/** Lanes after `seconds` of an upload whose speed in bytes per second depends on the lanes that it has. */
function lanesAfter(seconds: number, max: number, speedOf: (lanes: number) => number): number {
  const control = createLaneControl({ start: 4, max });
  let bytes = 0;
  for (let nowMs = 0; nowMs <= seconds * 1000; nowMs += 50) {
    control.observe(bytes, nowMs);
    bytes += speedOf(control.count) / 20;
  }
  return control.count;
}

it('lanes are added up to the limit while each connection limits the speed', () => {
  const perConnection = (lanes: number) => lanes * 4 * MIB;
  expect(lanesAfter(60, 16, perConnection)).toBe(16);
  expect(lanesAfter(60, 6, perConnection)).toBe(6);
});

it('stops adding lanes once they carry no more', () => {
  expect(lanesAfter(60, 16, () => 25 * MIB)).toBe(6);
  expect(lanesAfter(60, 16, (lanes) => Math.min(31, lanes * 4) * MIB)).toBe(10);
});

it('the number of lanes stays as the caller sets it', () => {
  const { start, max } = laneLimits(3.7);
  expect([start, max]).toEqual([3, 3]);
  expect(createLaneControl(laneLimits(0)).count).toBe(1);
});

it('begins with six lanes in a browser, and with eight of at most sixteen in Node', () => {
  expect(laneLimits(undefined, true)).toEqual({ start: 6, max: 6 });
  expect(laneLimits(undefined, false)).toEqual({ start: 8, max: 16 });
});
