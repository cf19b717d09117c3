// Measures how the project is laid out: lines by folder, the lengths of files, and the directions of imports.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Import, importsOf } from '../imports.ts';

/** The figures of the table in CONTRIBUTING.md, by the name of their row. */
export type Layout = ReadonlyMap<string, number>;

/** The folders that hold what is run and published; the others test, measure and show it. */
const productFolders = /^(bin|lib|lambdas|client|web|local|collect|doctor|judge|operate)\//;

/** Measures the sources among the files, whose paths are relative to the root. */
export function measureLayout(root: string, files: readonly string[]): Layout {
  const sources = files.filter((file) => /\.(tsx?|css|html|py)$/.test(file) && file.includes('/'));
  const lengths = new Map(sources.map((file) => [file, linesOf(join(root, file))]));
  const product = sources.filter((file) => productFolders.test(file) && /\.tsx?$/.test(file));
  const productLengths = product.map((file) => lengths.get(file) ?? 0).sort((a, b) => a - b);
  const imports = importsOf(root, product).filter(({ target }) => lengths.has(target));
  const byFolder = Map.groupBy(lengths, ([file]) => file.split('/', 1)[0] ?? '');
  return new Map([
    ['import cycles', countCycles(imports)],
    ['imports against the direction', imports.filter(isAgainstDirection).length],
    ['lines of the median file', productLengths[Math.floor(productLengths.length / 2)] ?? 0],
    ['lines of the largest file', productLengths.at(-1) ?? 0],
    ...[...byFolder]
      .map(
        ([folder, each]) =>
          [`lines in \`${folder}/\``, sum(each.map(([, lines]) => lines))] as const,
      )
      .sort(([one], [other]) => one.localeCompare(other)),
  ]);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
const linesOf = (path: string): number => readFileSync(path, 'utf8').split('\n').length - 1;

/** How many groups of files import each other in a circle (Tarjan's strongly connected components). */
function countCycles(imports: readonly Import[]): number {
  const targets = new Map<string, string[]>();
  for (const { file, target } of imports) targets.set(file, [...(targets.get(file) ?? []), target]);
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const path: string[] = [];
  let cycles = 0;
  const visit = (file: string): number => {
    const number = order.size;
    order.set(file, number);
    lowest.set(file, number);
    path.push(file);
    for (const target of targets.get(file) ?? []) {
      if (order.has(target) && !path.includes(target)) continue;
      const reached = order.has(target) ? (order.get(target) ?? 0) : visit(target);
      lowest.set(file, Math.min(lowest.get(file) ?? 0, reached));
    }
    if (lowest.get(file) === number && path.splice(path.indexOf(file)).length > 1) cycles += 1;
    return lowest.get(file) ?? 0;
  };
  for (const file of targets.keys()) if (!order.has(file)) visit(file);
  return cycles;
}

/** Rooms of the functions from the innermost outwards; a room may import those before it. */
const rooms: readonly RegExp[] = [
  /^lambdas\/domain\//,
  /^lambdas\/config\//,
  /^lambdas\/(?!aws\/|http\/)[\w-]+\/(?!handler\.ts)/,
  /^lambdas\/(aws|http)\//,
  /^lambdas\/[\w-]+\/handler\.ts$/,
];
const roomOf = (file: string): number => rooms.findIndex((room) => room.test(file));

/**
 * Whether an import points outwards: from an inner room of the functions to an outer one, the types of the contract left out;
 * from the functions to what surrounds them; from the stacks to code that runs in functions; from anything to an entry point.
 */
function isAgainstDirection({ file, target, isTypeOnly }: Import): boolean {
  if (file.startsWith('lambdas/')) {
    if (!target.startsWith('lambdas/')) return true;
    const isContract = isTypeOnly && target.startsWith('lambdas/http/');
    return !isContract && roomOf(file) >= 0 && roomOf(file) < roomOf(target);
  }
  if (target.startsWith('bin/')) return !file.startsWith('bin/');
  return file.startsWith('lib/') && !isTypeOnly && /^lambdas\/aws\/|\/handler\.ts$/.test(target);
}
