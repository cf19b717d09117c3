// Feeds a stream that unpacks, no faster than its output is taken.
import type { createInflateRaw } from 'node:zlib';

type Inflate = ReturnType<typeof createInflateRaw>;

/** Writes packed bytes as fast as they are taken; ends when the stream does. */
export async function feed(inflate: Inflate, packed: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const chunk of packed) {
      if (inflate.destroyed || inflate.readableEnded) return;
      if (!inflate.write(chunk)) await drained(inflate);
    }
    inflate.end();
  } catch (error) {
    inflate.destroy(error as Error);
    throw error;
  }
}

const drained = (inflate: Inflate): Promise<void> =>
  new Promise((resolve) => {
    const events = ['drain', 'close', 'end', 'error'] as const;
    const settle = () => {
      for (const event of events) inflate.off(event, settle);
      resolve();
    };
    for (const event of events) inflate.on(event, settle);
  });

/** Whether an error says that packed data is damaged. */
export const isZlibError = (error: unknown): error is Error & { readonly code: string } =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
