// The client of this app. Its collections are those of airlock.config.ts.
import { createUploader } from '@airlock/client';
import { getToken } from './session.ts';

export const client = createUploader<'images' | 'documents'>({
  api: import.meta.env.VITE_AIRLOCK_API,
  getToken,
});
