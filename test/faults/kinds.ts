// The kinds of faults of a request to AWS and of an event between two functions.

/** A request that fails for its caller. `takesEffect` says whether the service executes it nevertheless. */
export interface RequestFault {
  /** When the service executes the request. */
  readonly takesEffect: 'never' | 'at once' | 'late';
  /** What the function receives; `nothing` when its process crashed. */
  readonly response: 'internal error' | 'throttled' | 'connection lost' | 'timed out' | 'nothing';
  /** Whether the SDK's own retries fail too, so that the function sees the error. */
  readonly defeatsRetries: boolean;
  /** Whether every later run of the function fails at the same command, until the faults end. */
  readonly lasts?: boolean;
}

/** Every way in which a request can fail. */
export const requestFaults = {
  refused: { takesEffect: 'never', response: 'internal error', defeatsRetries: true },
  throttled: { takesEffect: 'never', response: 'throttled', defeatsRetries: false },
  'throttled-on': { takesEffect: 'never', response: 'throttled', defeatsRetries: true },
  unanswered: { takesEffect: 'at once', response: 'connection lost', defeatsRetries: false },
  'unanswered-on': { takesEffect: 'at once', response: 'connection lost', defeatsRetries: true },
  late: { takesEffect: 'late', response: 'timed out', defeatsRetries: false },
  'late-on': { takesEffect: 'late', response: 'timed out', defeatsRetries: true },
  'crash-before': { takesEffect: 'never', response: 'nothing', defeatsRetries: true },
  'crash-after': { takesEffect: 'at once', response: 'nothing', defeatsRetries: true },
  outage: { takesEffect: 'never', response: 'internal error', defeatsRetries: true, lasts: true },
} as const satisfies Record<string, RequestFault>;

/** The name of a kind of request fault. */
export type RequestFaultKind = keyof typeof requestFaults;

/** For a read it makes no difference whether or when it was executed. */
const kindsOfReads: readonly RequestFaultKind[] = [
  'refused',
  'throttled',
  'crash-before',
  'outage',
];

/** Every way in which the delivery of an event can differ from once, immediately and in order. */
export const eventFaultKinds = ['twice', 'delayed', 'overtaken', 'week-late', 'lost'] as const;

/** All 5xx are equal to a client; only whether the request is executed (never, at once or late) makes a difference. */
export const kindsForClientsWithoutRetries: readonly RequestFaultKind[] = [
  'refused',
  'unanswered-on',
  'late-on',
];

const readCommand = /^(Get|BatchGet|Head|List|Query|Scan)/;

/** The kinds of faults that make a difference to a command. */
export const kindsFor = (command: string): readonly RequestFaultKind[] =>
  readCommand.test(command) ? kindsOfReads : (Object.keys(requestFaults) as RequestFaultKind[]);

/** The name of a kind of event fault. */
export type EventFaultKind = (typeof eventFaultKinds)[number];

/** One fault: the n-th request of a function, or the n-th event of a hand-off, counted from 1 within a scenario. */
export type Fault =
  | { readonly function: string; readonly request: number; readonly kind: RequestFaultKind }
  | { readonly handOff: HandOffName; readonly event: number; readonly kind: EventFaultKind };

/**
 * The hand-offs whose events get faults: S3's events, GuardDuty's results, the purge's stream, the queues behind the relay and
 * that of a webhook.
 */
export const handOffNames = [
  'uploads',
  'scanRequests',
  'scans',
  'changes',
  'publications',
  'variants',
  'variantResults',
  'webhooks',
] as const;

export type HandOffName = (typeof handOffNames)[number];

/** Those, and the relay's own stream, whose events get none: what it sends gets them. */
export type DeliveryName = HandOffName | 'relayed';
