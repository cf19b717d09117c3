// A Lambda function: invocations on as many execution environments as are needed at once, up to a bound.
import { ExecutionEnvironment, type LogSink } from './execution-environment.ts';
import type { Outcome } from './messages.ts';
import type { FunctionSettings } from './settings.ts';

/** Milliseconds after which an unused execution environment is ended. */
const idleMilliseconds = 120_000;

/** A function that can be invoked. */
export class LambdaFunction {
  readonly settings: FunctionSettings;
  readonly #log: LogSink;
  readonly #onSettled: () => void;
  readonly #idle: { environment: ExecutionEnvironment; since: number }[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #busy = new Set<ExecutionEnvironment>();
  readonly #reaper: NodeJS.Timeout;
  #closed = false;

  constructor(settings: FunctionSettings, log: LogSink, onSettled: () => void = () => {}) {
    this.settings = settings;
    this.#log = log;
    this.#onSettled = onSettled;
    this.#reaper = setInterval(() => this.#reap(), idleMilliseconds / 4).unref();
  }

  /** Invocations that run or wait for an environment. */
  get inFlight(): number {
    return this.#busy.size + this.#waiting.length;
  }

  /** Invokes the function; waits while all its environments are busy. Failures are outcomes, logged and never thrown. */
  async invoke(event: unknown): Promise<Outcome> {
    while (this.#busy.size >= this.settings.maxConcurrency) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (this.#closed) return closedOutcome;
    const environment = this.#takeEnvironment();
    this.#busy.add(environment);
    try {
      const outcome = await environment.invoke(event);
      if (outcome.kind === 'failed' && !this.#closed)
        this.#log(JSON.stringify(outcome.error), true);
      return outcome;
    } finally {
      this.#busy.delete(environment);
      if (environment.alive && !this.#closed) this.#idle.push({ environment, since: Date.now() });
      this.#waiting.shift()?.();
      this.#onSettled();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#reaper);
    for (const resume of this.#waiting.splice(0)) resume();
    const environments = [
      ...this.#busy,
      ...this.#idle.splice(0).map(({ environment }) => environment),
    ];
    await Promise.all(environments.map((environment) => environment.close()));
  }

  #takeEnvironment(): ExecutionEnvironment {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (idle.environment.alive) return idle.environment;
    }
    return new ExecutionEnvironment(this.settings, this.#log);
  }

  #reap(): void {
    const oldest = Date.now() - idleMilliseconds;
    while (this.#idle[0] && this.#idle[0].since < oldest)
      void this.#idle.shift()?.environment.close();
  }
}

const closedOutcome: Outcome = {
  kind: 'failed',
  error: { errorType: 'ServiceException', errorMessage: 'The local cloud is stopping.', trace: [] },
};
