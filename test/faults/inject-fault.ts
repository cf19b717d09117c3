// Injects faults with SDK middleware: makes chosen requests of chosen functions fail in chosen ways.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Readable } from 'node:stream';
import type { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { HandlerExecutionContext } from '@smithy/types';
import { answerFor, connectionLost, timedOut } from './error-responses.ts';
import { type Fault, type RequestFault, requestFaults } from './kinds.ts';

/** A counted request. */
export interface SeenRequest {
  readonly function: string;
  readonly command: string;
}

/** A client of a service that functions call. */
type AnyClient =
  | CloudFrontClient
  | CognitoIdentityProviderClient
  | DynamoDBClient
  | EventBridgeClient
  | S3Client
  | SQSClient
  | SSMClient;

/** A function's process crashed. */
export class CrashError extends Error {}

/** One run of a function's process. */
interface Invocation {
  readonly function: string;
  /** Rejects when the process crashes. */
  readonly crash: PromiseWithResolvers<never>;
  readonly inFlight: Set<Promise<unknown>>;
  /** Requests that reach the service only after the process has timed out. */
  readonly late: (() => Promise<unknown>)[];
  readonly log: string[];
  /** Whether the process has returned, failed or crashed: Lambda freezes it, and it sends no more requests. */
  isOver: boolean;
}

/** The fault of one request, over all its attempts. */
interface ActiveFault {
  readonly command: string;
  readonly fault: RequestFault;
  attempts: number;
}

const current = new AsyncLocalStorage<Invocation>();

/** Captures a line that a function logs; false when no function is running. */
export function captureLine(line: string): boolean {
  const invocation = current.getStore();
  invocation?.log.push(line);
  return invocation !== undefined;
}

const never = new Promise<never>(() => {});

/** Counts the requests of functions and injects the given faults. */
export class FaultInjector {
  /** Every request of a function since `begin`, in order. */
  readonly seen: SeenRequest[] = [];
  /** The log of the last invocation. */
  lastLog: readonly string[] = [];
  /** Commands that were executed after their sender had timed out. */
  readonly late = new Set<string>();
  readonly #faults: readonly Fault[];
  readonly #counts = new Map<string, number>();
  readonly #lasting = new Map<string, RequestFault>();
  readonly #activeFaults = new WeakMap<HandlerExecutionContext, ActiveFault>();
  readonly #delayed: (() => Promise<unknown>)[] = [];
  #isActive = false;

  constructor(faults: readonly Fault[]) {
    this.#faults = faults;
  }

  /** From now on, requests are counted and get faults. */
  begin(): void {
    this.#isActive = true;
  }

  /** From now on, every request succeeds; delayed requests are executed. */
  async end(): Promise<void> {
    this.#isActive = false;
    for (const arrive of this.#delayed.splice(0)) await arrive();
  }

  /** Runs a function's process until it returns, fails or crashes; it does nothing afterwards. */
  async invoke<Value>(name: string, act: () => Promise<Value>): Promise<Value> {
    const invocation: Invocation = {
      function: name,
      crash: Promise.withResolvers<never>(),
      inFlight: new Set(),
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
      await Promise.allSettled(invocation.inFlight);
      for (const arrive of invocation.late) await arrive();
    }
  }

  /** Adds the faults to a client. */
  attach(client: AnyClient): void {
    const { middlewareStack } = client as S3Client;
    middlewareStack.add(
      (next, context) => (args) => {
        const { commandName: command = '' } = context;
        const fault = this.#faultOf(command);
        if (fault) this.#activeFaults.set(context, { command, fault, attempts: 0 });
        return next(args);
      },
      { step: 'initialize', name: 'countRequest' },
    );
    // Innermost, so that the SDK parses the response and retries as in production.
    middlewareStack.add(
      (next, context) => (args) =>
        this.#attempt(this.#activeFaults.get(context), context.clientName ?? '', () => next(args)),
      { step: 'deserialize', priority: 'low', name: 'injectFault' },
    );
  }

  /** Adds faults to a request without an SDK, and so without its retries; `refuse` gives the answers that are no exception. */
  around<Parameters extends unknown[], Answer>(
    command: string,
    send: (...parameters: Parameters) => Promise<Answer>,
    refuse?: (response: 'internal error' | 'throttled') => Answer,
  ): (...parameters: Parameters) => Promise<Answer> {
    return async (...parameters) => {
      const invocation = current.getStore();
      const fault = this.#faultOf(command);
      if (!invocation || !fault) return send(...parameters);
      const { takesEffect, response } = fault;
      if (takesEffect === 'at once') await send(...parameters);
      if (takesEffect === 'late') this.#delayed.push(() => send(...parameters));
      switch (response) {
        case 'nothing':
          return crash(invocation);
        case 'connection lost':
          throw connectionLost();
        case 'timed out':
          throw timedOut();
        default:
          if (refuse) return refuse(response);
          throw new Error(`${command}: ${response}`);
      }
    };
  }

  /** Counts one request of the running function; returns its fault. */
  #faultOf(command: string): RequestFault | undefined {
    const invocation = current.getStore();
    if (!invocation || !this.#isActive) return undefined;
    const name = invocation.function;
    this.seen.push({ function: name, command });
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    const chosen = this.#faults.find(
      (fault) => 'request' in fault && fault.function === name && fault.request === count,
    );
    const fault: RequestFault | undefined =
      chosen && 'request' in chosen ? requestFaults[chosen.kind] : undefined;
    if (fault?.lasts) this.#lasting.set(`${name} ${command}`, fault);
    return fault ?? this.#lasting.get(`${name} ${command}`);
  }

  /** Makes one attempt at a request: executes it or not, and returns its response or that of the fault. */
  async #attempt<Answer extends { response: unknown }>(
    active: ActiveFault | undefined,
    clientName: string,
    send: () => Promise<Answer>,
  ): Promise<Answer | { response: object }> {
    const invocation = current.getStore();
    if (!invocation) return send();
    if (invocation.isOver) return never;
    const isFirst = active?.attempts === 0;
    if (active) active.attempts += 1;
    if (!active || !(isFirst || active.fault.defeatsRetries)) return track(invocation, send());

    const { takesEffect, response: faultResponse, defeatsRetries } = active.fault;
    const arrive = async () => {
      const { response } = await send();
      (response as { body?: Readable }).body?.resume();
    };
    if (isFirst && takesEffect === 'at once') await track(invocation, arrive());
    if (isFirst && takesEffect === 'late') {
      this.late.add(active.command);
      (defeatsRetries ? invocation.late : this.#delayed).push(arrive);
    }
    switch (faultResponse) {
      case 'connection lost':
        throw connectionLost();
      case 'timed out':
        throw timedOut();
      case 'nothing':
        return crash(invocation);
      default:
        return { response: answerFor(clientName, faultResponse) };
    }
  }
}

/** Crashes the process: it does nothing from here on. */
function crash(invocation: Invocation): Promise<never> {
  invocation.isOver = true;
  invocation.crash.reject(new CrashError(`${invocation.function} crashed`));
  return never;
}

/** Records a sent request, so that `invoke` waits for its execution. */
function track<Answer>({ inFlight }: Invocation, sent: Promise<Answer>): Promise<Answer> {
  inFlight.add(sent);
  return sent;
}
