// The thread that inspects uploads: pure parsing, without AWS, network or environment. It asks the function for bytes.
import { parentPort } from 'node:worker_threads';
import { inspectUpload } from '../domain/inspect.ts';
import type { FromInspector, ToInspector } from './messages.ts';

if (!parentPort) throw new Error('Uploads are inspected in a worker thread.');
const port = parentPort;
const send = (message: FromInspector): void => port.postMessage(message);

const reads = new Map<number, PromiseWithResolvers<Uint8Array>>();
let nextRead = 0;

function readMore(start: number, length: number): Promise<Uint8Array> {
  const read = Promise.withResolvers<Uint8Array>();
  nextRead += 1;
  reads.set(nextRead, read);
  send({ kind: 'read', id: nextRead, start, length });
  return read.promise;
}

function takeRead(id: number): PromiseWithResolvers<Uint8Array> | undefined {
  const read = reads.get(id);
  reads.delete(id);
  return read;
}

port.on('message', async (message: ToInspector) => {
  switch (message.kind) {
    case 'inspect': {
      const { head, size } = message;
      try {
        send({ kind: 'evidence', evidence: await inspectUpload({ head, size, readMore }) });
      } catch {
        // The function knows which of its reads failed, and reports that; the bytes are not at fault.
      }
      return;
    }
    case 'bytes':
      return takeRead(message.id)?.resolve(message.bytes);
    case 'read_failed':
      return takeRead(message.id)?.reject(new Error('The store did not answer.'));
  }
});
