// Names the part of a document in what is wrong with it.
import { FormatError } from '../evidence.ts';

/** Runs a reader of one part; its flaw then says which part it is about. */
export async function namingPart<Result>(
  name: string,
  read: () => Promise<Result>,
): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const { kind, detail } = error.flaw;
    if (/^(?:The entry|Its part) /.test(detail)) throw error;
    throw new FormatError(
      kind,
      `Its part ${JSON.stringify(name.slice(0, 100))} cannot be read. ${detail}`,
    );
  }
}
