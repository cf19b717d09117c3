import fc from 'fast-check';
import { expect, it } from 'vitest';
import { components } from '../../collect/components.ts';

const graph = fc
  .array(fc.array(fc.nat(9), { maxLength: 4 }), { minLength: 1, maxLength: 10 })
  .map((targets) => new Map(targets.map((each, index) => [String(index), each.map(String)])));

/** Every name that can be reached from this one, by one step or more. */
function reachedFrom(edges: ReadonlyMap<string, readonly string[]>, name: string): Set<string> {
  const reached = new Set<string>();
  const waiting = [name];
  for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
    for (const target of edges.get(each) ?? []) {
      if (!edges.has(target) || reached.has(target)) continue;
      reached.add(target);
      waiting.push(target);
    }
  }
  return reached;
}

it('a component holds each name once, with all names that it reaches and that reach it', () => {
  fc.assert(
    fc.property(graph, (edges) => {
      const found = components(edges);
      expect(found.flat().sort()).toEqual([...edges.keys()].sort());
      for (const component of found) {
        for (const name of component) {
          const reached = reachedFrom(edges, name);
          const mutual = [...reached].filter((each) => reachedFrom(edges, each).has(name));
          expect(component).toEqual([...new Set([name, ...mutual])].sort());
        }
      }
    }),
  );
});

it('a component comes after everything that it refers to', () => {
  fc.assert(
    fc.property(graph, (edges) => {
      const done = new Set<string>();
      for (const component of components(edges)) {
        for (const name of component) done.add(name);
        for (const name of component) {
          expect([...reachedFrom(edges, name)].filter((each) => !done.has(each))).toEqual([]);
        }
      }
    }),
  );
});

it('a chain of references may be longer than calls can be deep', () => {
  const length = 100_000;
  const chain = new Map(Array.from({ length }, (_, index) => [String(index), [String(index + 1)]]));
  expect(components(chain)[0]).toEqual([String(length - 1)]);
  expect(components(chain.set(String(length), ['0']))).toHaveLength(1);
});
