import { UploadDropzone, type UploadItem, useUpload } from '@airlock/client/react';
import { client } from './airlock.ts';

export function App() {
  const uploads = useUpload({ client, collection: 'documents' });
  return (
    <main>
      <h1>Documents</h1>
      <UploadDropzone uploads={uploads} multiple />
      <ul>
        {uploads.items.map((item) => (
          <li key={item.id}>
            {item.source.name}: {stateOf(item)}{' '}
            {item.status === 'failed' && (
              <button type="button" onClick={() => uploads.retry(item.id)}>
                Try again
              </button>
            )}
            <button type="button" onClick={() => uploads.remove(item.id)}>
              Remove
            </button>
          </li>
        ))}
      </ul>
    </main>
  );
}

function stateOf(item: UploadItem): string {
  switch (item.status) {
    case 'queued':
      return 'waits for its turn';
    case 'uploading':
      return `${item.progress.phase}, ${item.progress.sentBytes} of ${item.progress.totalBytes} bytes`;
    case 'ready':
      return `ready as ${item.file.contentType}`;
    case 'failed':
      return item.error.message;
  }
}
