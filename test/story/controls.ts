// What tests need of the cloud's own process: functions invoked with events of their own, and objects that look old.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Cloud } from '../../local/cloud.ts';
import { makeOlder } from '../make-older.ts';

/** Asks for one thing. */
export type Wish =
  | { readonly kind: 'invoke'; readonly name: string; readonly event: unknown }
  /** The latest lines of all functions, each prefixed by the function's name. */
  | { readonly kind: 'logs' }
  /** Every version whose key contains `part` becomes this much older. */
  | { readonly kind: 'age'; readonly part: string; readonly seconds: number };

/** Opens the door for wishes on a free port. */
export async function openControls(cloud: Cloud, stateDirectory: string) {
  const grant = async (wish: Wish): Promise<unknown> => {
    switch (wish.kind) {
      case 'invoke':
        return cloud.invoke(wish.name, wish.event);
      case 'logs':
        return cloud.functionLogs();
      case 'age':
        return makeOlder(join(stateDirectory, 's3', 'metadata.sqlite'), wish.part, wish.seconds);
    }
  };
  const server = createServer(async (request, response) => {
    const wish = JSON.parse(await text(request)) as Wish;
    response.end(JSON.stringify(await grant(wish)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}
