// Where a scenario is played: functions in a storm, the hand-offs between them, a clock, and what clients were promised.
import { invalidatePathAt } from '../../lambdas/aws/cloudfront/invalidate-path.ts';
import { scanWithClamd } from '../../lambdas/aws/scanners/scan-with-clamd.ts';
import type { Config } from '../../lambdas/config/config.ts';
import { Refusal, type RefusalCode } from '../../lambdas/domain/errors.ts';
import type { ScanVersion } from '../../lambdas/domain/ports.ts';
import { scanUpload } from '../../lambdas/scan-upload/scan-upload.ts';
import { type Adapters, adaptersTo, type Place, type UseCases, useCasesOf } from '../wiring.ts';
import { configWith } from './collections.ts';
import type { Engines } from './engines.ts';
import { HandOffs } from './hand-offs.ts';
import type { Fault } from './kinds.ts';
import { Ledger } from './ledger.ts';
import type { RunPlace } from './place.ts';
import { Storm } from './storm.ts';

/** What a client was answered: a value, the code of a refusal, or nothing but failures. */
export type Answer<Value> =
  | { readonly value: Value }
  | { readonly code: RefusalCode }
  | { readonly isFailed: true };

/** Clients who are answered 5xx ask again, with the same Idempotency-Key, or give up. */
export const attemptsOf = { patient: 4, hasty: 1 } as const;

/** How a client takes a 5xx. */
export type Patience = keyof typeof attemptsOf;

/** Adapters that break a rule on purpose. */
export type Sabotage = (adapters: Adapters, place: Place) => Partial<Adapters>;

/** What differs from one run of a scenario to the next. */
export interface StageOptions {
  /** What scans; default GuardDuty. */
  readonly engine?: 'guardduty' | 'clamd' | undefined;
  readonly faults: readonly Fault[];
  readonly patience: Patience;
  readonly sabotage?: Sabotage | undefined;
}

const HOUR_MS = 3600_000;
const SCAN_TIMEOUT_MS = 10_000;

/** One run's world. */
export class Stage implements Disposable {
  readonly storm: Storm;
  readonly place: RunPlace;
  readonly useCases: UseCases;
  readonly handOffs: HandOffs;
  readonly ledger = new Ledger();
  /** Functions that clients ask. */
  readonly asked = new Set<string>();
  /** The scenario did damage that reconciling alone repairs. */
  isDamaged = false;
  readonly #clock: { now: number };
  readonly #patience: Patience;

  static async open(engines: Engines, options: StageOptions): Promise<Stage> {
    const storm = new Storm(options.faults);
    let stage: Stage | undefined;
    const place = await engines.open(storm, ({ key, versionId = '' }) =>
      stage?.handOffs.tell({ key, versionId }),
    );
    stage = new Stage(storm, place, engines, options);
    return stage;
  }

  private constructor(
    storm: Storm,
    place: RunPlace,
    { clamd }: Pick<Engines, 'clamd'>,
    { engine = 'guardduty', faults, patience, sabotage }: StageOptions,
  ) {
    this.storm = storm;
    this.place = place;
    this.#patience = patience;
    const clock = { now: Date.now() };
    this.#clock = clock;
    const now = () => new Date(clock.now);
    if (engine === 'clamd' && !clamd) throw new Error('This machine has no clamd.');
    const config = configWith(
      engine === 'clamd' && clamd ? { engine, ...clamd } : { engine: 'guardduty' },
    );
    const all = adaptersTo(place, now);
    const adapters = {
      ...all,
      invalidatePath: invalidatePathAt(place.cloudFront, place.distribution),
      ...(engine === 'clamd' && { findScanResult: async () => undefined }),
      ...sabotage?.(all, place),
    };
    // As the handler does: the others go on, and the next run meets the upload again.
    this.useCases = useCasesOf(adapters, config, now, () => {});
    const scan = scanUpload({
      ...adapters,
      scanVersion: storm.before('ScanStream', scannerOf(config, place)),
      receiveScanResult: this.useCases.receiveScanResult,
    });
    this.handOffs = new HandOffs({
      storm,
      useCases: { ...this.useCases, scan },
      place,
      config,
      faults,
    });
  }

  /** What is set up is set up: from now on requests and events are counted, and struck. */
  begin(): void {
    this.storm.begin();
    this.handOffs.isCounting = true;
  }

  /** The storm is over: nothing fails any more, and nothing is counted. */
  async end(): Promise<void> {
    await this.storm.end();
    this.handOffs.isCounting = false;
  }

  /** Time passes. */
  pass(hours: number): void {
    this.#clock.now += hours * HOUR_MS;
  }

  /** A client asks a function, as often as its patience allows. */
  async ask<Value>(name: string, act: () => Promise<Value>): Promise<Answer<Value>> {
    this.asked.add(name);
    for (let attempt = 1; attempt <= attemptsOf[this.#patience]; attempt += 1) {
      try {
        return { value: await this.storm.invoke(name, act) };
      } catch (error) {
        if (error instanceof Refusal && error.code !== 'too_many_requests') {
          return { code: error.code };
        }
      }
    }
    return { isFailed: true };
  }

  /** A schedule runs a function; a run that fails is made up for by the next. */
  async run<Value>(name: string, act: () => Promise<Value>): Promise<Value | undefined> {
    return this.storm.invoke(name, act).catch(() => undefined);
  }

  [Symbol.dispose](): void {
    this.place[Symbol.dispose]();
  }
}

const scannerOf = ({ scanner }: Config, { s3, bucket }: Place): ScanVersion =>
  scanner?.engine === 'clamd'
    ? scanWithClamd(s3, bucket, scanner, SCAN_TIMEOUT_MS)
    : () =>
        Promise.reject(new Error('GuardDuty is not asked: it hears of every version by itself.'));
