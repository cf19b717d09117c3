// An HTTP server of the local cloud: its port is opened first, because templates name addresses; its handler is set later.
import { createServer, type RequestListener, type ServerOptions } from 'node:http';
import { host, listen } from './ports.ts';

/** A listening server. */
export interface HttpServer {
  /** Its origin, such as `http://127.0.0.1:4400`. */
  readonly url: string;
  /** Answers requests from now on, including those that came earlier and waited. */
  serve(listener: RequestListener): void;
  close(): Promise<void>;
}

/** Listens on a port, 0 for any free one. Throws CannotStartError when it is taken. */
export async function openServer(port: number, options: ServerOptions = {}): Promise<HttpServer> {
  const { promise: listener, resolve: serve } = Promise.withResolvers<RequestListener>();
  const server = createServer(options, async (request, response) =>
    (await listener)(request, response),
  );
  const taken = await listen(server, port);
  return {
    url: `http://${host}:${taken}`,
    serve,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
