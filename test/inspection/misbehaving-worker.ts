// An inspecting thread that misbehaves as the first byte of the upload says, to test that the inspector contains it.
import { parentPort } from 'node:worker_threads';
import type { FromInspector, ToInspector } from '../../lambdas/inspection/messages.ts';

const send = (message: FromInspector): void => parentPort?.postMessage(message);

/** What an upload does to the thread, by its first byte. */
export const behaviours = {
  answers: 0,
  loops: 1,
  crashes: 2,
  exits: 3,
  fillsHeap: 4,
  fillsBuffers: 5,
  reads: 6,
} as const;

parentPort?.on('message', (message: ToInspector) => {
  if (message.kind === 'bytes') {
    answer(message.bytes.byteLength);
    return;
  }
  if (message.kind !== 'inspect') return;
  switch (message.head[0]) {
    case behaviours.loops:
      for (;;);
    case behaviours.crashes:
      throw new Error('A reader failed.');
    case behaviours.exits:
      process.exit(1);
      break;
    case behaviours.fillsHeap:
      return fill(() => new Array(MiB / 2).fill(1.5));
    case behaviours.fillsBuffers:
      return fill(() => Buffer.alloc(4 * MiB, 1));
    case behaviours.reads:
      return send({ kind: 'read', id: 1, start: 1, length: message.size - 1 });
    default:
      return answer(message.size);
  }
});

const MiB = 1024 ** 2;

/** Takes 4 MiB at a time and never ends; slowly enough for a thread that watches it on a busy machine. */
function fill(take: () => unknown): never {
  const kept: unknown[] = [];
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (;;) {
    kept.push(take());
    Atomics.wait(clock, 0, 0, 10);
  }
}

const answer = (size: number): void =>
  send({ kind: 'evidence', evidence: { size, text: { kind: 'binary' } } });
