// A case: a scenario, its faults and how its clients take a 5xx; as a line that can be read, printed and played again.

import fc from 'fast-check';
import {
  eventFaultKinds,
  type Fault,
  type HandOffName,
  handOffNames,
  kindsFor,
  kindsForTheHasty,
  requestFaults,
} from './kinds.ts';
import { type ScenarioName, scenarios } from './scenarios.ts';
import { attemptsOf, type Patience } from './stage.ts';
import type { SeenRequest } from './storm.ts';

/** One run to be made. */
export interface Case {
  readonly scenario: ScenarioName;
  readonly patience: Patience;
  readonly faults: readonly Fault[];
}

/** What a scenario does in calm weather. */
export interface DryRun {
  readonly scenario: ScenarioName;
  readonly requests: readonly SeenRequest[];
  /** Which of the requests are not struck. */
  readonly skipped?: ReadonlySet<number>;
  /** Functions that a client waits for. */
  readonly asked: ReadonlySet<string>;
  /** How many events pass each hand-off. */
  readonly events: Readonly<Record<HandOffName, number>>;
}

/** Every single fault that can strike a scenario; requests of functions that are asked by name come first. */
export function faultsOf({ requests, events, skipped }: DryRun): Fault[] {
  const counts = new Map<string, number>();
  const atRequests = requests.flatMap(({ function: name, command }, index) => {
    const request = (counts.get(name) ?? 0) + 1;
    counts.set(name, request);
    if (skipped?.has(index)) return [];
    return kindsFor(command).map((kind): Fault => ({ function: name, request, kind }));
  });
  const atEvents = handOffNames.flatMap((handOff) =>
    Array.from({ length: events[handOff] }, (_, index) =>
      eventFaultKinds
        // Streams and the scanner's queue lose nothing; S3 promises only that it usually does not.
        .filter((kind) => kind !== 'lost' || handOff === 'uploads')
        .map((kind): Fault => ({ handOff, event: index + 1, kind })),
    ).flat(),
  );
  return [...atRequests, ...atEvents];
}

/**
 * Leaves out what is struck in the middle of a row of requests that are all alike, such as a query to every shard of an
 * index: a function that outlives a fault of the first and of the last outlives those between.
 */
export function withoutRows(dryRun: DryRun): DryRun {
  const { requests } = dryRun;
  const isLike = (one: SeenRequest, other: SeenRequest | undefined) =>
    other?.command === one.command && other.function === one.function;
  const isInRow = (index: number) => {
    const each = requests[index];
    return each && isLike(each, requests[index - 1]) && isLike(each, requests[index + 1]);
  };
  return { ...dryRun, skipped: new Set([...requests.keys()].filter(isInRow)) };
}

/** Every case of one fault; where a client is answered 5xx for it, also with a client who does not ask again. */
export const singleCases = (dryRun: DryRun): Case[] =>
  faultsOf(dryRun).flatMap((fault) => {
    const { scenario, asked } = dryRun;
    const isFelt =
      'request' in fault && asked.has(fault.function) && kindsForTheHasty.includes(fault.kind);
    const patiences: readonly Patience[] = isFelt ? ['patient', 'hasty'] : ['patient'];
    return patiences.map((patience) => ({ scenario, patience, faults: [fault] }));
  });

/** Such as `replace patient purge-file#3:crash-after uploads#1:twice`. */
export const lineOf = ({ scenario, patience, faults }: Case): string =>
  [
    scenario,
    patience,
    ...faults.map((fault) =>
      'request' in fault
        ? `${fault.function}#${fault.request}:${fault.kind}`
        : `${fault.handOff}#${fault.event}:${fault.kind}`,
    ),
  ].join(' ');

/** Reads a line back. Throws with what was expected. */
export function readCase(line: string): Case {
  const [scenario, patience, ...faults] = line.trim().split(/\s+/);
  return {
    scenario: oneOf('scenario', scenario, scenarios),
    patience: oneOf('patience', patience, attemptsOf),
    faults: faults.map(readFault),
  };
}

function readFault(text: string): Fault {
  const [, where = '', count, kind] = /^([\w-]+)#(\d+):([\w-]+)$/.exec(text) ?? [];
  const handOff = handOffNames.find((name) => name === where);
  if (handOff) {
    const kinds = Object.fromEntries(eventFaultKinds.map((each) => [each, true] as const));
    const read = oneOf('fault of an event', kind, kinds) as (typeof eventFaultKinds)[number];
    return { handOff, event: Number(count), kind: read };
  }
  const read = oneOf('fault of a request', kind, requestFaults);
  return { function: where, request: Number(count), kind: read };
}

function oneOf<Name extends string>(
  what: string,
  name: string | undefined,
  known: Readonly<Record<Name, unknown>>,
): Name {
  if (name && Object.hasOwn(known, name)) return name as Name;
  throw new Error(`${name} is no ${what}. There are ${Object.keys(known).join(', ')}.`);
}

/** Cases of two or three faults at once, and of clients of either kind, drawn among those of single faults. */
export const storms = (dryRun: DryRun): fc.Arbitrary<Case> =>
  fc.record({
    scenario: fc.constant(dryRun.scenario),
    patience: fc.constantFrom('patient', 'hasty'),
    faults: fc.uniqueArray(fc.constantFrom(...faultsOf(dryRun)), { minLength: 2, maxLength: 3 }),
  });
