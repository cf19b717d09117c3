// The first of the story: the stacks can be deployed at all.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';

it('the stacks deploy: every role allows what AWS asks of it before the story begins', () => {
  expect(inject('whyNotStarted')).toBeUndefined();
});

it('the roles of the functions are enforced in the cloud of the story', () => {
  expect(existsSync(join(inject('runDirectory'), 'story', 'roles.json'))).toBe(true);
});
