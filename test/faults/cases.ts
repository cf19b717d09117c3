// A case: a scenario, its faults and whether its clients retry a 5xx. Prints cases as a line and parses them back.

import fc from 'fast-check';
import { attemptsOf, type ClientKind } from './environment.ts';
import type { SeenRequest } from './inject-fault.ts';
import {
  eventFaultKinds,
  type Fault,
  type HandOffName,
  handOffNames,
  kindsFor,
  kindsForClientsWithoutRetries,
  requestFaults,
} from './kinds.ts';
import { type ScenarioName, scenarios } from './scenarios.ts';

/** One run of a scenario. */
export interface Case {
  readonly scenario: ScenarioName;
  readonly client: ClientKind;
  readonly faults: readonly Fault[];
}

/** What a scenario does without faults. */
export interface DryRun {
  readonly scenario: ScenarioName;
  readonly requests: readonly SeenRequest[];
  /** Indices of the requests that get no fault. */
  readonly skipped?: ReadonlySet<number>;
  /** Functions that clients call. */
  readonly asked: ReadonlySet<string>;
  /** The number of events of each hand-off. */
  readonly events: Readonly<Record<HandOffName, number>>;
}

/** Every single fault of a scenario: of its requests, then of its events. */
function faultsOf({ requests, events, skipped }: DryRun): Fault[] {
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
        // Streams and the scanner's queue lose no events; S3 may, although rarely.
        .filter((kind) => kind !== 'lost' || handOff === 'uploads')
        .map((kind): Fault => ({ handOff, event: index + 1, kind })),
    ).flat(),
  );
  return [...atRequests, ...atEvents];
}

/**
 * Skips the middle of a series of equal requests, such as a query to every shard of an index: a function that survives a
 * fault of the first and of the last request also survives those in between.
 */
export function withoutSeries(dryRun: DryRun): DryRun {
  const { requests } = dryRun;
  const isEqual = (one: SeenRequest, other: SeenRequest | undefined) =>
    other?.command === one.command && other.function === one.function;
  const isInSeries = (index: number) => {
    const each = requests[index];
    return each && isEqual(each, requests[index - 1]) && isEqual(each, requests[index + 1]);
  };
  return { ...dryRun, skipped: new Set([...requests.keys()].filter(isInSeries)) };
}

/** Every case with one fault; where a client gets a 5xx for it, also with a client that does not retry. */
export const singleCases = (dryRun: DryRun): Case[] =>
  faultsOf(dryRun).flatMap((fault) => {
    const { scenario, asked } = dryRun;
    const isVisible =
      'request' in fault &&
      asked.has(fault.function) &&
      kindsForClientsWithoutRetries.includes(fault.kind);
    const clients: readonly ClientKind[] = isVisible ? ['retrying', 'once'] : ['retrying'];
    return clients.map((client) => ({ scenario, client, faults: [fault] }));
  });

/** Formats a case, such as `replace retrying purge-file#3:crash-after uploads#1:twice`. */
export const lineOf = ({ scenario, client, faults }: Case): string =>
  [
    scenario,
    client,
    ...faults.map((fault) =>
      'request' in fault
        ? `${fault.function}#${fault.request}:${fault.kind}`
        : `${fault.handOff}#${fault.event}:${fault.kind}`,
    ),
  ].join(' ');

/** Parses a line. Throws an error that lists the valid names. */
export function readCase(line: string): Case {
  const [scenario, client, ...faults] = line.trim().split(/\s+/);
  return {
    scenario: oneOf('scenario', scenario, scenarios),
    client: oneOf('kind of client', client, attemptsOf),
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
  throw new Error(`${name} is not a ${what}. Valid names: ${Object.keys(known).join(', ')}.`);
}

/** Random cases with two or three faults and either kind of client. */
export const randomCases = (dryRun: DryRun): fc.Arbitrary<Case> =>
  fc.record({
    scenario: fc.constant(dryRun.scenario),
    client: fc.constantFrom('retrying', 'once'),
    faults: fc.uniqueArray(fc.constantFrom(...faultsOf(dryRun)), { minLength: 2, maxLength: 3 }),
  });
