// Peak resident memory of another process, as Linux counts it (proc(5): VmHWM and clear_refs).
import { readFile, writeFile } from 'node:fs/promises';

/** Whether the system reports it. */
export const canReadPeak = process.platform === 'linux';

/** Forgets the peak so far. */
export const resetPeak = (pid: number): Promise<void> => writeFile(`/proc/${pid}/clear_refs`, '5');

/** Bytes at the peak since the start of the process or the last reset. */
export async function readPeakBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}
