import { expect, it } from 'vitest';
import { createConnections } from '../../client/connections.ts';

it('uses no more connections than there are, and frees them in order', async () => {
  const connections = createConnections(2);
  const first = await connections.take();
  const second = await connections.take();
  const order: string[] = [];
  const third = connections.take().then((release) => {
    order.push('third');
    release();
  });
  const fourth = connections.take().then(() => order.push('fourth'));
  expect(order).toEqual([]);
  first();
  await third;
  await fourth;
  expect(order).toEqual(['third', 'fourth']);
  second();
});

it('an aborted request leaves the queue for a connection', async () => {
  const connections = createConnections(1);
  const release = await connections.take();
  const aborted = new AbortController();
  const left = connections.take(aborted.signal);
  const stays = connections.take();
  aborted.abort();
  await expect(left).rejects.toMatchObject({ name: 'AbortError' });
  release();
  (await stays)();
  await expect(connections.take(aborted.signal)).rejects.toMatchObject({ name: 'AbortError' });
});
