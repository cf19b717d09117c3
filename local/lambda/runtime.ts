// Runs inside a worker thread: Lambda's Node.js runtime. Loads the bundle, then answers one event at a time.
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromRuntime, RuntimeData, RuntimeError, ToRuntime } from './messages.ts';

type Handler = (event: unknown, context: object) => unknown;

// Node has read it; it is not a variable of the function.
delete process.env.NODE_COMPILE_CACHE;

const data = workerData as RuntimeData;
const port = parentPort;
if (!port) throw new Error('The Lambda runtime runs in a worker thread.');
const send = (message: FromRuntime) => port.postMessage(message);

const toError = (error: unknown): RuntimeError =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: String(error.stack).split('\n') }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };

async function loadHandler(): Promise<Handler> {
  const module = (await import(pathToFileURL(data.entry).href)) as Record<string, unknown>;
  const handler = module[data.handler];
  if (typeof handler !== 'function') {
    throw new Error(`${data.handler} is undefined or not exported by the bundle`);
  }
  return handler as Handler;
}

function createContext({ requestId, deadline }: ToRuntime): object {
  return {
    ...data.context,
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

async function answer(handler: Handler, invocation: ToRuntime): Promise<FromRuntime> {
  try {
    const result = await handler(JSON.parse(invocation.event), createContext(invocation));
    return { kind: 'succeeded', payload: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    return { kind: 'failed', error: toError(error) };
  }
}

try {
  const handler = await loadHandler();
  port.on('message', async (invocation: ToRuntime) => send(await answer(handler, invocation)));
  send({ kind: 'ready' });
} catch (error) {
  send({ kind: 'failed', error: toError(error) });
}
