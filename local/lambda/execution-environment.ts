// One Lambda execution environment: a worker thread that serves one invocation at a time until it fails.
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { FromRuntime, Outcome, RuntimeData, ToRuntime } from './messages.ts';
import type { FunctionSettings } from './settings.ts';

/** Receives the lines of a function's console; `isError` for those that are also shown on the terminal. */
export type LogSink = (line: string, isError: boolean) => void;

/** Seconds that a bundle may take to load. AWS gives it 10; a busy machine needs more. */
const initTimeoutSeconds = 60;

/** Where Node keeps compiled modules, if this process was started with such a place; the runtime hides it from the function. */
const { NODE_COMPILE_CACHE } = process.env;

/** A worker with the function's bundle, environment, memory and timeout. */
export class ExecutionEnvironment {
  readonly #settings: FunctionSettings;
  readonly #worker: Worker;
  /** Resolves with the next message, or with the reason why there will be none. */
  #next = Promise.withResolvers<FromRuntime>();
  #loaded: Promise<FromRuntime>;
  /** Why this environment has ended. */
  #failure: FromRuntime | undefined;
  #alive = true;

  constructor(settings: FunctionSettings, log: LogSink) {
    this.#settings = settings;
    const workerData: RuntimeData = {
      entry: settings.entry,
      handler: settings.handler,
      context: settings.context,
    };
    this.#worker = new Worker(new URL('./runtime.ts', import.meta.url), {
      name: settings.label,
      workerData,
      env: { ...settings.environment, ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }) },
      execArgv: [],
      argv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: settings.memoryMegabytes },
    });
    createInterface(this.#worker.stdout).on('line', (line) => log(line, looksLikeError(line)));
    createInterface(this.#worker.stderr).on('line', (line) => log(line, true));
    this.#worker.on('message', (message: FromRuntime) => this.#settle(message));
    this.#worker.on('error', (error: Error & { code?: string }) =>
      this.#fail(describe(error, settings)),
    );
    this.#worker.on('exit', (code) => {
      this.#alive = false;
      this.#fail({
        errorType: 'Runtime.ExitError',
        errorMessage: `Runtime exited with error: exit status ${code}`,
      });
    });
    this.#loaded = this.#awaitMessage(initTimeoutSeconds);
  }

  /** False once the worker has ended; it then serves no more invocations. */
  get alive(): boolean {
    return this.#alive;
  }

  /** Runs one event through the handler. Never throws: a crash or a timeout is an outcome, and ends this environment. */
  async invoke(event: unknown): Promise<Outcome> {
    const loaded = await this.#loaded;
    if (loaded.kind !== 'ready') {
      await this.close();
      return loaded;
    }
    const { timeoutSeconds, graceSeconds = 0 } = this.#settings;
    const answer = this.#awaitMessage(timeoutSeconds + graceSeconds);
    this.#worker.postMessage({
      requestId: randomUUID(),
      event: JSON.stringify(event),
      deadline: Date.now() + timeoutSeconds * 1000,
    } satisfies ToRuntime);
    const outcome = await answer;
    if (outcome.kind === 'ready') throw new Error('The runtime answered ready to an event.');
    return outcome;
  }

  /** Ends the worker; an invocation under way fails. */
  async close(): Promise<void> {
    this.#fail({
      errorType: 'Runtime.Closed',
      errorMessage: 'The execution environment was ended',
    });
    await this.#worker.terminate();
  }

  async #awaitMessage(seconds: number): Promise<FromRuntime> {
    if (this.#failure) return this.#failure;
    const timer = setTimeout(() => {
      this.#fail({
        errorType: 'Sandbox.Timedout',
        errorMessage: `Task timed out after ${seconds.toFixed(2)} seconds`,
      });
      void this.close();
    }, seconds * 1000);
    const message = await this.#next.promise;
    clearTimeout(timer);
    if (this.#alive) this.#next = Promise.withResolvers();
    return message;
  }

  #settle(message: FromRuntime): void {
    this.#next.resolve(message);
  }

  #fail(error: { errorType: string; errorMessage: string }): void {
    this.#alive = false;
    this.#failure ??= { kind: 'failed', error: { ...error, trace: [] } };
    this.#settle(this.#failure);
  }
}

function describe(error: Error & { code?: string }, { memoryMegabytes }: FunctionSettings) {
  return error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? {
        errorType: 'Runtime.OutOfMemory',
        errorMessage: `Runtime exited: the function needs more than its ${memoryMegabytes} MB`,
      }
    : { errorType: error.name, errorMessage: error.message };
}

const looksLikeError = (line: string) =>
  /^\{.*"level":"(ERROR|FATAL|CRITICAL|error|fatal)"/.test(line);
