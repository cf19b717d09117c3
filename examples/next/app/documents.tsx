'use client';

import { createUploader } from '@airlock/client';
import { UploadDropzone, useUpload } from '@airlock/client/react';

const client = createUploader<'images' | 'documents'>({
  api: process.env.NEXT_PUBLIC_AIRLOCK_API ?? 'http://127.0.0.1:4401',
  // A route of this app that returns the access token of the person's session.
  getToken: async () => (await fetch('/token')).text(),
});

export function Documents() {
  const uploads = useUpload({ client, collection: 'documents' });
  return (
    <>
      <UploadDropzone uploads={uploads} multiple />
      <ul>
        {uploads.items.map((item) => (
          <li key={item.id}>
            {item.source.name}: {item.status === 'failed' ? item.error.message : item.status}
          </li>
        ))}
      </ul>
    </>
  );
}
