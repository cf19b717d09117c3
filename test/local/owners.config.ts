// A collection that no caller can list: each owner lists their own files.
import { defineConfig } from '../../lambdas/config/config.ts';

export default defineConfig({
  collections: { notes: { types: ['text/plain'], maxBytes: 1000 } },
});
