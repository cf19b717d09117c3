// The collection of owners.config.ts, with administrators.
import { defineConfig } from '../../lambdas/config/config.ts';
import owners from './owners.config.ts';

export default defineConfig({
  ...owners,
  collections: { notes: { ...owners.collections.notes, administrators: ['group:staff'] } },
});
