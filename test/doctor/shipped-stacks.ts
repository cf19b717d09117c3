// The stacks as they are shipped, as templates of which a test changes one property.
import type { StackTemplate } from '../../doctor/template.ts';
import type { Config } from '../../lambdas/config/config.ts';
import { synthesize } from '../lib/synthesize.ts';

type Json = Record<string, unknown>;

/** Both stacks of the shipped configuration. */
export interface ShippedStacks {
  readonly site: Json;
  readonly media: Json;
}

/** Synthesizes the shipped configuration, or this one, from stub bundles. */
export async function shippedStacks(config?: Config): Promise<ShippedStacks> {
  const { site, media } = await synthesize(config);
  return { site: site.toJSON(), media: media.toJSON() };
}

/** The stacks as the doctor reads them. */
export const asStacks = ({ site, media }: ShippedStacks): readonly StackTemplate[] => [
  { name: 'Airlock-Static', template: site as StackTemplate['template'] },
  { name: 'Airlock-Media', template: media as StackTemplate['template'] },
];

/** The full logical id of the resource that a construct of this path makes, in whichever stack it is. */
export function logicalIdOf({ site, media }: ShippedStacks, path: string): string {
  const ids = [site, media].flatMap(({ Resources }) => Object.keys(Resources as Json));
  const found = ids.filter((id) => new RegExp(`^${path}[0-9A-F]{8}$`).test(id));
  if (found.length !== 1) throw new Error(`Expected one resource ${path}, found ${found.length}.`);
  return String(found[0]);
}

/**
 * A copy with one property of one resource changed: to this value, to what this function makes of the old value, or
 * taken out if that is undefined.
 */
export function changed(
  shipped: ShippedStacks,
  path: string,
  property: string,
  value: unknown,
): ShippedStacks {
  const copy = structuredClone(shipped);
  const id = logicalIdOf(copy, path);
  const { Resources } =
    [copy.site, copy.media].find((stack) => id in (stack.Resources as Json)) ?? {};
  const steps = property.split('/');
  const last = steps.pop() ?? '';
  const owner = steps.reduce<Json>(
    (found, step) => found[step] as Json,
    (Resources as Json)[id] as Json,
  );
  const next = typeof value === 'function' ? value(owner[last]) : value;
  if (next === undefined) delete owner[last];
  else owner[last] = next;
  return copy;
}
