// What is bundled into a package is under a permissive licence, whose text goes with it.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../lib/project.ts';
import { thirdPartyNotices } from '../../packages/build/notices.ts';

const fileOf = (name: string, file = 'package.json') =>
  join(projectRoot, 'node_modules', name, file);

it('names every package once, with its version and the text of its licence', () => {
  const text = thirdPartyNotices([
    fileOf('zod', 'index.js'),
    fileOf('zod', 'mini/index.js'),
    fileOf('hono'),
    join(projectRoot, 'lib/airlock.ts'),
  ]);
  expect(text.match(/^hono \d[\w.]* \(MIT\)$/m)).not.toBeNull();
  expect(text.match(/^zod \d[\w.]* \(MIT\)$/gm)).toHaveLength(1);
  expect(text).toContain('Permission is hereby granted');
});

it('refuses a package under the AGPL', () => {
  expect(() => thirdPartyNotices([fileOf('@cloud-copilot/iam-simulate')])).toThrow(
    /^@cloud-copilot\/iam-simulate [\d.]+ is under AGPL-3\.0-or-later, which may not be bundled\.$/,
  );
});
