// The environment of one run: functions with injected faults, the hand-offs between them, a clock, the expected state.
import { invalidatePathWith } from '../../lambdas/aws/cloudfront/invalidate-path.ts';
import { scanVersionWith } from '../../lambdas/aws/scanners/scan-with-clamd.ts';
import type { Config } from '../../lambdas/config/config.ts';
import { Refusal, type RefusalCode } from '../../lambdas/domain/errors.ts';
import type { ScanVersion } from '../../lambdas/domain/ports.ts';
import { encodeImage } from '../../lambdas/imaging/encode-image.ts';
import { makeVariants } from '../../lambdas/make-variants/make-variants.ts';
import { scanUpload } from '../../lambdas/scan-upload/scan-upload.ts';
import { type Adapters, adaptersTo, type Place, type UseCases, useCasesOf } from '../wiring.ts';
import { configWith } from './collections.ts';
import type { Engines } from './engines.ts';
import { ExpectedState } from './expected-state.ts';
import { HandOffs } from './hand-offs.ts';
import { FaultInjector } from './inject-fault.ts';
import type { Fault } from './kinds.ts';
import type { RunResources } from './resources.ts';
import { WebhookReceiver, webhookFunction } from './webhook.ts';

/** The answer to a client: a value, the code of a refusal, or a failure of all attempts. */
export type Answer<Value> =
  | { readonly value: Value }
  | { readonly code: RefusalCode }
  | { readonly isFailed: true };

/** Attempts of a client per call: some clients retry a 5xx with the same Idempotency-Key, others do not. */
export const attemptsOf = { retrying: 4, once: 1 } as const;

/** Whether a client retries a 5xx. */
export type ClientKind = keyof typeof attemptsOf;

/** Creates adapters that break a rule on purpose. */
export type BrokenAdapters = (adapters: Adapters, place: Place) => Partial<Adapters>;

/** Options of one run of a scenario. */
export interface EnvironmentOptions {
  /** The scanner; default GuardDuty. */
  readonly engine?: 'guardduty' | 'clamd' | undefined;
  /** Whether a webhook is configured; default not. */
  readonly hasWebhook?: boolean;
  readonly faults: readonly Fault[];
  readonly client: ClientKind;
  readonly broken?: BrokenAdapters | undefined;
}

const HOUR_MS = 3600_000;
const SCAN_TIMEOUT_MS = 10_000;

/** The environment of one run. */
export class Environment implements Disposable {
  readonly injector: FaultInjector;
  readonly resources: RunResources;
  readonly useCases: UseCases;
  readonly adapters: Adapters;
  readonly handOffs: HandOffs;
  readonly expected = new ExpectedState();
  /** Where the webhook leads. */
  readonly receiver = new WebhookReceiver();
  /** Functions that clients called. */
  readonly calledFunctions = new Set<string>();
  /** Whether a webhook is configured. */
  readonly hasWebhook: boolean;
  /** Whether the scenario did damage that only reconciling repairs. */
  isDamaged = false;
  readonly #clock: { now: number };
  readonly #client: ClientKind;

  static async open(engines: Engines, options: EnvironmentOptions): Promise<Environment> {
    const injector = new FaultInjector(options.faults);
    let env: Environment | undefined;
    const resources = await engines.open(
      injector,
      ({ key, versionId = '' }) => env?.handOffs.addUpload({ key, versionId }),
      {
        onMessage: (queueUrl, body) => env?.handOffs.takeMessage(queueUrl, body),
        onEvent: (event) => {
          if (options.hasWebhook) env?.handOffs.takeEvent(event);
        },
      },
    );
    env = new Environment(injector, resources, engines, options);
    return env;
  }

  private constructor(
    injector: FaultInjector,
    resources: RunResources,
    { clamd }: Pick<Engines, 'clamd'>,
    { engine = 'guardduty', hasWebhook = false, faults, client, broken }: EnvironmentOptions,
  ) {
    this.injector = injector;
    this.resources = resources;
    this.#client = client;
    this.hasWebhook = hasWebhook;
    const clock = { now: Date.now() };
    this.#clock = clock;
    const now = () => new Date(clock.now);
    if (engine === 'clamd' && !clamd) throw new Error('clamd is not installed on this machine.');
    const config = configWith(
      engine === 'clamd' && clamd ? { engine, ...clamd } : { engine: 'guardduty' },
    );
    const all = adaptersTo(resources, now);
    this.adapters = {
      ...all,
      invalidatePath: invalidatePathWith(resources.cloudFront, resources.distribution),
      ...(engine === 'clamd' && { findScanResult: async () => undefined }),
      ...broken?.(all, resources),
    };
    const { adapters } = this;
    // As in the handler: an error of one upload does not stop the others, and the next run retries it.
    this.useCases = useCasesOf(adapters, config, now, () => {});
    const scan = scanUpload({
      ...adapters,
      scanVersion: injector.around('ScanStream', scannerOf(config, resources)),
      receiveScanResult: this.useCases.receiveScanResult,
    });
    this.handOffs = new HandOffs({
      injector,
      useCases: { ...this.useCases, scan },
      makeWith: (sendHandOffs) => makeVariants({ ...adapters, config, encodeImage, sendHandOffs }),
      deliverWebhook: webhookFunction(resources, this.receiver, { injector, now }),
      resources,
      config,
      faults,
    });
  }

  /** Ends the preparation: from now on, requests and events are counted and get faults. */
  begin(): void {
    this.injector.begin();
    this.handOffs.isCounting = true;
  }

  /** Ends the faults: from now on, nothing fails and nothing is counted. */
  async end(): Promise<void> {
    await this.injector.end();
    this.handOffs.isCounting = false;
  }

  /** The time of the run. */
  get now(): Date {
    return new Date(this.#clock.now);
  }

  /** Advances the clock. */
  advance(hours: number): void {
    this.#clock.now += hours * HOUR_MS;
  }

  /** Calls a function as a client, with the retries of its kind. */
  async call<Value>(name: string, act: () => Promise<Value>): Promise<Answer<Value>> {
    this.calledFunctions.add(name);
    for (let attempt = 1; attempt <= attemptsOf[this.#client]; attempt += 1) {
      try {
        return { value: await this.injector.invoke(name, act) };
      } catch (error) {
        if (error instanceof Refusal && error.code !== 'too_many_requests') {
          return { code: error.code };
        }
      }
    }
    return { isFailed: true };
  }

  /** Runs a function as a schedule does; ignores a failure, because the next run repeats the work. */
  async run<Value>(name: string, act: () => Promise<Value>): Promise<Value | undefined> {
    return this.injector.invoke(name, act).catch(() => undefined);
  }

  [Symbol.dispose](): void {
    this.resources[Symbol.dispose]();
  }
}

const scannerOf = ({ scanner }: Config, { s3, bucket }: Place): ScanVersion =>
  scanner?.engine === 'clamd'
    ? scanVersionWith(s3, bucket, scanner, SCAN_TIMEOUT_MS)
    : () => Promise.reject(new Error('GuardDuty scans every version without a request.'));
