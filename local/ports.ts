// Opens requested or free ports of 127.0.0.1.
import { createServer, type Server } from 'node:net';
import { CannotStartError } from './cannot-start.ts';

/** The only address that the local cloud listens on. */
export const host = '127.0.0.1';

/** Listens on a port, 0 for any free one; returns the port. Throws {@link CannotStartError} when it is taken. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? portInUse(port) : error);
    server.once('error', onError);
    server.listen(port, host, () => {
      server.off('error', onError);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/** Finds a free port, or checks that the given one is free. */
export async function claimPort(port: number): Promise<number> {
  const server = createServer();
  const claimed = await listen(server, port);
  await new Promise((resolve) => server.close(resolve));
  return claimed;
}

/** The error when a port is in use. */
export const portInUse = (port: number): CannotStartError =>
  new CannotStartError(
    `Port ${port} is in use; stop what uses it, or start on other ports with --port N.`,
  );
