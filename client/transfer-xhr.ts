// A transfer in browsers.
import { UnavailableError } from './errors.ts';
import type { StorageAnswer, Transfer } from './storage-request.ts';

/** Headers that the browser sets itself, from the body and the URL, and that scripts may not set. */
const forbidden = new Set(['content-length', 'host']);

/** Sends by `XMLHttpRequest`. The slices must be Blobs, so that the browser reads them from disk as it sends. */
export function xhrTransfer(request: Transfer): Promise<StorageAnswer> {
  const { method, url, headers, body, signal, onSent } = request;
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const abort = () => xhr.abort();
    const fail = (message: string) => () => reject(new UnavailableError(message));
    xhr.open(method, url);
    for (const [name, value] of Object.entries(headers)) {
      if (!forbidden.has(name.toLowerCase())) xhr.setRequestHeader(name, value);
    }
    xhr.upload.onprogress = ({ loaded }) => onSent?.(loaded);
    xhr.onload = () =>
      resolve({ status: xhr.status, headers: readHeaders(xhr), text: xhr.responseText });
    // Status 0: no network, no CORS headers, or a refusal that S3 sent before it had read the body.
    xhr.onerror = fail('The connection to the storage broke.');
    xhr.onabort = fail('The transfer was cancelled.');
    xhr.onloadend = () => signal?.removeEventListener('abort', abort);
    signal?.addEventListener('abort', abort);
    if (signal?.aborted) return fail('The transfer was cancelled.')();
    xhr.send(new Blob(body as readonly BlobPart[] as BlobPart[]));
  });
}

/** Only the headers that CORS lets this page read. */
function readHeaders(xhr: XMLHttpRequest): Headers {
  const headers = new Headers();
  for (const line of xhr.getAllResponseHeaders().trim().split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return headers;
}
