// A slow link in a thread of its own, so that nothing else of the bench delays what it carries.
import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import {
  type Behind,
  type LinkModel,
  openSlowLink,
  type SlowLink,
  type Traffic,
} from './slow-link.ts';

type Request =
  | { readonly call: 'before'; readonly origin: string; readonly behind: Behind }
  | { readonly call: 'takeTraffic' };

/** Opens a link. One call at a time. */
export function startSlowLink(model: LinkModel): SlowLink {
  const worker = new Worker(new URL(import.meta.url), { workerData: model });
  const ask = async <Answer>(request: Request): Promise<Answer> => {
    worker.postMessage(request);
    const [answer] = await once(worker, 'message');
    return answer as Answer;
  };
  return {
    before: (origin, behind) => ask<string>({ call: 'before', origin, behind }),
    takeTraffic: () => ask<Traffic>({ call: 'takeTraffic' }),
    async [Symbol.asyncDispose]() {
      await worker.terminate();
    },
  };
}

if (!isMainThread) {
  const link = openSlowLink(workerData as LinkModel);
  parentPort?.on('message', async (request: Request) => {
    const { call } = request;
    parentPort?.postMessage(
      call === 'before'
        ? await link.before(request.origin, request.behind)
        : await link.takeTraffic(),
    );
  });
}
