// The worker behind hash.ts: reads a Blob, digests it, answers; it holds one range at a time.
import { digest, type HashAnswer, type HashRequest } from './digest.ts';

const scope = globalThis as unknown as {
  postMessage(answer: HashAnswer): void;
  addEventListener(type: 'message', listen: (event: MessageEvent<HashRequest>) => void): void;
};

let turn: Promise<void> = Promise.resolve();

scope.addEventListener('message', ({ data: { id, blob } }) => {
  turn = turn.then(async () => {
    try {
      scope.postMessage({ id, sha256: await digest(await blob.arrayBuffer()) });
    } catch {
      scope.postMessage({ id });
    }
  });
});
