// What Stryker runs against each mutant of a rule: the tests of the mutated rules, which start nothing.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'test/domain/{access,checksum,file,publication,quota,replacement,transitions}.test.ts',
    ],
    setupFiles: ['./test/seed.ts'],
  },
});
