// A path of the story: one act of one caller, what it asked of AWS and what it may ask.
import type { Backend } from '../../test/backend.ts';
import type { Measure, Usage } from './meter.ts';

/** Every use case, and a look at records past every permission. */
export type UseCases = Backend;

/** The most a path may ask of AWS. */
export interface Budget {
  readonly dynamodb: number;
  readonly s3: number;
  readonly s3BytesRead?: number;
  /** DynamoDB write request units, where they have a budget. */
  readonly writeUnits?: number;
}

/** One path, walked. */
export interface Path {
  readonly name: string;
  readonly usage: Usage;
  readonly budget: Budget;
}

/** Walks a path and keeps what came of it. */
export const walkerWith =
  (measure: Measure) =>
  async <Result>(
    name: string,
    budget: Budget,
    act: () => Promise<Result>,
  ): Promise<Path & { readonly result: Result }> => {
    const { result, usage } = await measure(act);
    return { name, budget, usage, result };
  };
