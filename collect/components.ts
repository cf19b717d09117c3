// The order in which files can be named: each after those that it refers to, and files in a circle of references together.

/** The targets of a name, of those that are in the graph. */
export type Graph = ReadonlyMap<string, readonly string[]>;

interface Visit {
  readonly name: string;
  readonly index: number;
  lowest: number;
  next: number;
}

/**
 * Strongly connected components, each after all that it leads to (Tarjan 1972). Without recursion, since a chain of
 * references may be longer than calls can be deep.
 */
export function components(graph: Graph): readonly (readonly string[])[] {
  const found: string[][] = [];
  const visits = new Map<string, Visit>();
  const open: string[] = [];
  const isOpen = new Set<string>();

  const begin = (name: string): Visit => {
    const visit = { name, index: visits.size, lowest: visits.size, next: 0 };
    visits.set(name, visit);
    open.push(name);
    isOpen.add(name);
    return visit;
  };

  for (const root of graph.keys()) {
    const path = visits.has(root) ? [] : [begin(root)];
    for (let visit = path.at(-1); visit; visit = path.at(-1)) {
      const target = graph.get(visit.name)?.[visit.next];
      visit.next += 1;
      if (target === undefined) {
        path.pop();
        const parent = path.at(-1);
        if (parent) parent.lowest = Math.min(parent.lowest, visit.lowest);
        if (visit.lowest === visit.index) found.push(close(visit.name));
      } else if (graph.has(target)) {
        const seen = visits.get(target);
        if (!seen) path.push(begin(target));
        else if (isOpen.has(target)) visit.lowest = Math.min(visit.lowest, seen.index);
      }
    }
  }
  return found;

  function close(name: string): string[] {
    const component = open.splice(open.lastIndexOf(name));
    for (const member of component) isOpen.delete(member);
    return component.sort();
  }
}
