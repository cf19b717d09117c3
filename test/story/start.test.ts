// The first of the story: the stacks can be deployed at all.
import { expect, inject, it } from 'vitest';

it('the stacks deploy: every role allows what AWS asks of it before the story begins', () => {
  expect(inject('whyNotStarted')).toBeUndefined();
});
