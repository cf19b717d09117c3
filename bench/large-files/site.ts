// The page of the bench on an origin of its own, and the two answers that Uppy expects from S3.
import { join } from 'node:path';
import { type Site, serveBuiltPage } from '../../test/built-page.ts';

/** Builds and serves the page. */
export const startSite = (): Promise<Site> =>
  serveBuiltPage(join(import.meta.dirname, 'page'), {
    '/uppy/create': (query) => {
      const id = query.get('id');
      return `<InitiateMultipartUploadResult><Key>${id}</Key><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`;
    },
    '/uppy/complete': (query) => {
      const id = query.get('id');
      return `<CompleteMultipartUploadResult><Location>/${id}</Location><Key>${id}</Key></CompleteMultipartUploadResult>`;
    },
  });
