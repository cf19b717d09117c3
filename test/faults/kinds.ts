// What can go wrong with one request to AWS, and with one event between two functions.

/** A request that did not happen, as far as its caller is told. `takesEffect` says what became of it all the same. */
export interface RequestFault {
  /** What S3 or DynamoDB does about the request. */
  readonly takesEffect: 'never' | 'at once' | 'late';
  /** What the function is told; `nothing` is told to a process that has stopped. */
  readonly told: 'internal error' | 'throttled' | 'connection lost' | 'timed out' | 'nothing';
  /** Whether the SDK's own retries meet it again, so that the function is told in the end. */
  readonly outlivesRetries: boolean;
  /** Whether every later run of the function meets it at the same command, until the storm is over. */
  readonly lasts?: boolean;
}

/** Every way in which a request can fail. */
export const requestFaults = {
  refused: { takesEffect: 'never', told: 'internal error', outlivesRetries: true },
  throttled: { takesEffect: 'never', told: 'throttled', outlivesRetries: false },
  'throttled-on': { takesEffect: 'never', told: 'throttled', outlivesRetries: true },
  unanswered: { takesEffect: 'at once', told: 'connection lost', outlivesRetries: false },
  'unanswered-on': { takesEffect: 'at once', told: 'connection lost', outlivesRetries: true },
  late: { takesEffect: 'late', told: 'timed out', outlivesRetries: false },
  'late-on': { takesEffect: 'late', told: 'timed out', outlivesRetries: true },
  'crash-before': { takesEffect: 'never', told: 'nothing', outlivesRetries: true },
  'crash-after': { takesEffect: 'at once', told: 'nothing', outlivesRetries: true },
  outage: { takesEffect: 'never', told: 'internal error', outlivesRetries: true, lasts: true },
} as const satisfies Record<string, RequestFault>;

/** The name of a way in which a request can fail. */
export type RequestFaultKind = keyof typeof requestFaults;

/** For a request that only reads it makes no difference whether it took effect, or when. */
const kindsOfReads: readonly RequestFaultKind[] = [
  'refused',
  'throttled',
  'crash-before',
  'outage',
];

/** Every way in which an event can arrive otherwise than once, at once and in order. */
export const eventFaultKinds = ['twice', 'delayed', 'overtaken', 'week-late', 'lost'] as const;

/** To a client every 5xx is the same: what matters is whether the request took effect, never, at once or later. */
export const kindsForTheHasty: readonly RequestFaultKind[] = [
  'refused',
  'unanswered-on',
  'late-on',
];

const readCommand = /^(Get|BatchGet|Head|List|Query|Scan)/;

/** The kinds of faults that make a difference to a command. */
export const kindsFor = (command: string): readonly RequestFaultKind[] =>
  readCommand.test(command) ? kindsOfReads : (Object.keys(requestFaults) as RequestFaultKind[]);

/** The name of a way in which an event can arrive. */
export type EventFaultKind = (typeof eventFaultKinds)[number];

/** One fault: the n-th request of a function, or the n-th event of a hand-off, counted from 1 within a scenario. */
export type Fault =
  | { readonly function: string; readonly request: number; readonly kind: RequestFaultKind }
  | { readonly handOff: HandOffName; readonly event: number; readonly kind: EventFaultKind };

/** The ways between functions: S3's events, what GuardDuty found, and the table's stream to its readers. */
export const handOffNames = ['uploads', 'questions', 'scans', 'changes', 'publications'] as const;

export type HandOffName = (typeof handOffNames)[number];
