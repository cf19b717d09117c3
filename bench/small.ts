// How much a benchmark does: its usual amount, or with `--small` just enough to show that it still runs.

const isSmall = process.argv.includes('--small');

/** The usual amount, or the small one with `--small`. Figures of a small run say nothing about speed. */
export const sized = (usual: number, small: number): number => (isSmall ? small : usual);
