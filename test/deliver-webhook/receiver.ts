// A receiver of webhooks, as an application has one: keeps what arrives, and answers as a test wants it.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One delivery as it arrived. */
export interface Delivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type Answer = (delivery: Delivery, response: ServerResponse) => void;

const accept: Answer = (_delivery, response) => void response.writeHead(204).end();

/** A receiver on a free port. */
export async function startReceiver() {
  const deliveries: Delivery[] = [];
  let answer: Answer = accept;
  const server = createServer(async (request: IncomingMessage, response) => {
    const delivery = {
      headers: request.headers as Record<string, string>,
      body: await text(request),
    };
    deliveries.push(delivery);
    answer(delivery, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    /** Everything that arrived, oldest first. */
    deliveries,
    /** Answers like this from now on; without one, accepts. */
    answerWith(next: Answer = accept): void {
      answer = next;
    },
    close(): void {
      server.closeAllConnections();
      server.close();
    },
  };
}
