import { expect, test } from 'vitest';
import { createTurnstile } from '../../web/turnstile.ts';

const patient = () => new AbortController().signal;

test('a turnstile admits so many at once, the others in the order they came', async () => {
  const turnstile = createTurnstile(2);
  const entered: string[] = [];
  const enter = async (name: string) => {
    const leave = await turnstile.enter(patient());
    entered.push(name);
    return leave;
  };
  const [first] = await Promise.all([enter('a'), enter('b')]);
  const third = enter('c');
  const fourth = enter('d');
  expect(entered).toEqual(['a', 'b']);
  first?.();
  first?.();
  (await third)();
  await fourth;
  expect(entered).toEqual(['a', 'b', 'c', 'd']);
});

test('leaving twice makes room once', async () => {
  const turnstile = createTurnstile(1);
  const leave = await turnstile.enter(patient());
  const next = turnstile.enter(patient());
  const impatient = new AbortController();
  const last = turnstile.enter(impatient.signal);
  leave();
  leave();
  await next;
  impatient.abort(new Error('tired'));
  await expect(last).rejects.toThrow('tired');
});

test('who gives up in line loses the place and holds nobody up', async () => {
  const turnstile = createTurnstile(1);
  const leave = await turnstile.enter(patient());
  const impatient = new AbortController();
  const gone = turnstile.enter(impatient.signal);
  const next = turnstile.enter(patient());
  impatient.abort(new Error('tired'));
  await expect(gone).rejects.toThrow('tired');
  leave();
  await expect(next).resolves.toBeTypeOf('function');
});
