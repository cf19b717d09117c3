// The storm: SDK middleware in all clients that makes chosen requests of chosen functions fail in chosen ways.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Readable } from 'node:stream';
import type { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import type { HandlerExecutionContext } from '@smithy/types';
import { type Fault, type RequestFault, requestFaults } from './kinds.ts';
import { answerFor, connectionLost, timedOut } from './told.ts';

/** A request as a storm counts it. */
export interface SeenRequest {
  readonly function: string;
  readonly command: string;
}

/** A function's process stopped in the middle. */
export class Crash extends Error {}

/** One run of a function's process. */
interface Invocation {
  readonly function: string;
  /** Rejects when the process stops. */
  readonly crash: PromiseWithResolvers<never>;
  readonly underWay: Set<Promise<unknown>>;
  /** What arrives only once the process has given up waiting. */
  readonly late: (() => Promise<unknown>)[];
  readonly log: string[];
  /** Answered, failed or stopped: Lambda freezes the process, and no request leaves it any more. */
  isOver: boolean;
}

/** A fault on its way through the attempts of one request. */
interface Strike {
  readonly command: string;
  readonly fault: RequestFault;
  attempts: number;
}

const current = new AsyncLocalStorage<Invocation>();

/** Takes a line that a function logs; false when no function is running. */
export function takeLine(line: string): boolean {
  const invocation = current.getStore();
  invocation?.log.push(line);
  return invocation !== undefined;
}

const never = new Promise<never>(() => {});

/** Counts the requests of functions, and strikes those it was told to. */
export class Storm {
  /** Every request of a function since the storm began, in order. */
  readonly seen: SeenRequest[] = [];
  /** What the function that ran last has logged. */
  lastLog: readonly string[] = [];
  /** Commands that took effect when their sender had given them up. */
  readonly late = new Set<string>();
  readonly #faults: readonly Fault[];
  readonly #counts = new Map<string, number>();
  readonly #lasting = new Map<string, RequestFault>();
  readonly #strikes = new WeakMap<HandlerExecutionContext, Strike>();
  readonly #arriving: (() => Promise<unknown>)[] = [];
  #isRaging = false;

  constructor(faults: readonly Fault[]) {
    this.#faults = faults;
  }

  /** From now on requests are counted and struck. */
  begin(): void {
    this.#isRaging = true;
  }

  /** Every request succeeds from now on, and those that were held up arrive. */
  async end(): Promise<void> {
    this.#isRaging = false;
    for (const arrive of this.#arriving.splice(0)) await arrive();
  }

  /** Runs a function's process until it answers, fails or stops; nothing of it goes on afterwards. */
  async invoke<Value>(name: string, act: () => Promise<Value>): Promise<Value> {
    const invocation: Invocation = {
      function: name,
      crash: Promise.withResolvers<never>(),
      underWay: new Set(),
      late: [],
      log: [],
      isOver: false,
    };
    try {
      const { promise } = invocation.crash;
      return await current.run(invocation, () => Promise.race([act(), promise]));
    } finally {
      invocation.isOver = true;
      this.lastLog = invocation.log;
      await Promise.allSettled(invocation.underWay);
      for (const arrive of invocation.late) await arrive();
    }
  }

  /** Puts the storm between a client and its engine. */
  attach(client: CloudFrontClient | DynamoDBClient | S3Client): void {
    const { middlewareStack } = client as S3Client;
    middlewareStack.add(
      (next, context) => (args) => {
        const { commandName: command = '' } = context;
        const fault = this.#faultOf(command);
        if (fault) this.#strikes.set(context, { command, fault, attempts: 0 });
        return next(args);
      },
      { step: 'initialize', name: 'countRequest' },
    );
    // Innermost, so that the SDK itself reads what it is told, and tries again as it does in production.
    middlewareStack.add(
      (next, context) => (args) =>
        this.#attempt(this.#strikes.get(context), context.clientName ?? '', () => next(args)),
      { step: 'deserialize', priority: 'low', name: 'strikeRequest' },
    );
  }

  /** Puts the storm before something that functions only read, without an SDK and so without its retries. */
  before<Parameters extends unknown[], Answer>(
    command: string,
    read: (...parameters: Parameters) => Promise<Answer>,
  ): (...parameters: Parameters) => Promise<Answer> {
    return async (...parameters) => {
      const invocation = current.getStore();
      const told = this.#faultOf(command)?.told;
      if (!invocation || !told) return read(...parameters);
      if (told === 'nothing') return stop(invocation);
      throw new Error(`${command}: ${told}`);
    };
  }

  /** Counts one request of the function that is running; gives what is to happen to it. */
  #faultOf(command: string): RequestFault | undefined {
    const invocation = current.getStore();
    if (!invocation || !this.#isRaging) return undefined;
    const name = invocation.function;
    this.seen.push({ function: name, command });
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    const struck = this.#faults.find(
      (fault) => 'request' in fault && fault.function === name && fault.request === count,
    );
    const fault: RequestFault | undefined =
      struck && 'request' in struck ? requestFaults[struck.kind] : undefined;
    if (fault?.lasts) this.#lasting.set(`${name} ${command}`, fault);
    return fault ?? this.#lasting.get(`${name} ${command}`);
  }

  /** One attempt at a request: it reaches its engine or not, and its caller is told of that or of something else. */
  async #attempt<Answer extends { response: unknown }>(
    strike: Strike | undefined,
    clientName: string,
    send: () => Promise<Answer>,
  ): Promise<Answer | { response: object }> {
    const invocation = current.getStore();
    if (!invocation) return send();
    if (invocation.isOver) return never;
    const isFirst = strike?.attempts === 0;
    if (strike) strike.attempts += 1;
    if (!strike || !(isFirst || strike.fault.outlivesRetries)) return track(invocation, send());

    const { takesEffect, told, outlivesRetries } = strike.fault;
    const arrive = async () => {
      const { response } = await send();
      (response as { body?: Readable }).body?.resume();
    };
    if (isFirst && takesEffect === 'at once') await track(invocation, arrive());
    if (isFirst && takesEffect === 'late') {
      this.late.add(strike.command);
      (outlivesRetries ? invocation.late : this.#arriving).push(arrive);
    }
    switch (told) {
      case 'connection lost':
        throw connectionLost();
      case 'timed out':
        throw timedOut();
      case 'nothing':
        return stop(invocation);
      default:
        return { response: answerFor(clientName, told) };
    }
  }
}

/** The process stops here: nothing of it goes on. */
function stop(invocation: Invocation): Promise<never> {
  invocation.isOver = true;
  invocation.crash.reject(new Crash(`${invocation.function} stopped`));
  return never;
}

/** Remembers a request that has left the process, so that nobody looks before it has arrived. */
function track<Answer>({ underWay }: Invocation, sent: Promise<Answer>): Promise<Answer> {
  underWay.add(sent);
  return sent;
}
