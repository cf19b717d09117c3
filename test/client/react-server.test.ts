import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, it } from 'vitest';
import { createUploader } from '../../client/airlock.ts';
import { UploadButton, UploadDropzone, useUpload } from '../../client/react.ts';

const client = createUploader<'photos'>({ api: 'https://api.test', getToken: () => 'token' });

function Form() {
  const uploads = useUpload({ client, collection: 'photos' });
  const labels = { choose: 'Dateien auswählen', status: () => 'Nichts zu tun' };
  return createElement(
    'form',
    null,
    createElement(UploadButton, { uploads, labels, id: 'button', accept: 'image/*' }),
    createElement(UploadDropzone, { uploads, multiple: true, className: 'zone' }),
  );
}

it('the components render on a server, which has no window', () => {
  expect(globalThis).not.toHaveProperty('window');
  const html = renderToString(createElement(Form));
  expect(html).toContain('<button id="button" type="button">Dateien auswählen</button>');
  expect(html).toContain('<output aria-live="polite">Nichts zu tun</output>');
  expect(html).toContain('<section aria-label="Files to upload" class="zone">');
  expect(html).toContain('type="file" hidden=""');
});
