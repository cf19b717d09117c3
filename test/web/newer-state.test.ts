// Tests which of two states of a file the page keeps.
import { expect, it } from 'vitest';
import { isOutdated } from '../../web/newer-state.ts';

const ready = { status: 'ready', revision: 2 } as const;

it('a state is outdated by a later revision, and a pending one by any settled one', () => {
  expect(isOutdated({ status: 'ready', revision: 1 }, ready)).toBe(true);
  expect(isOutdated({ status: 'pending', revision: 2 }, ready)).toBe(true);
});

it('the same state, a later one and a settled one replace what is shown', () => {
  expect(isOutdated(ready, ready)).toBe(false);
  expect(isOutdated({ status: 'ready', revision: 3 }, ready)).toBe(false);
  expect(isOutdated(ready, { status: 'pending', revision: 2 })).toBe(false);
  expect(isOutdated({ status: 'pending', revision: 2 }, { status: 'pending', revision: 2 })).toBe(
    false,
  );
});
