// When an answer goes out before the request body was read: drain a little, or close politely.
import type { IncomingMessage, ServerResponse } from 'node:http';

const MAX_KEPT_BYTES = 1024 * 1024;
const MAX_LINGER_BYTES = 64 * 1024 * 1024;
const MAX_LINGER_MS = 2000;

/**
 * Called before an answer is sent; the answer may be ended when the promise settles. A small rest
 * of the body is read and dropped, so the connection stays usable. A large one closes it, but only
 * after the client had a while to read the answer: closing at once would reset the connection.
 */
export async function leaveBody(incoming: IncomingMessage, out: ServerResponse): Promise<void> {
  if (incoming.complete) return;
  const { headers, method = 'GET' } = incoming;
  const declared = Number(headers['content-length'] ?? Number.POSITIVE_INFINITY);
  const isBodyless = headers['content-length'] === undefined && !headers['transfer-encoding'];
  incoming.on('error', () => {});
  if (isBodyless || declared <= MAX_KEPT_BYTES || /^(GET|HEAD|OPTIONS)$/.test(method)) {
    incoming.resume();
    return;
  }
  out.setHeader('connection', 'close');
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, MAX_LINGER_MS);
    let size = 0;
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_LINGER_BYTES) resolve();
    });
    for (const event of ['end', 'close']) incoming.once(event, () => resolve());
    out.once('close', () => clearTimeout(timer));
  });
}
