// Opens the ports and starts S3 and DynamoDB; the handlers of site, API and issuer follow from the templates later.
import { type Origins, servers } from './addresses.ts';
import { maxHeaderBytes } from './gateway/gateway.ts';
import { type HttpServer, openServer } from './http-server.ts';
import { claimPort } from './ports.ts';
import type { ObjectCreated } from './s3/server.ts';
import { settleAll } from './settle-all.ts';
import type { State } from './state.ts';
import { type S3Host, startS3Host } from './storage/s3-host.ts';
import { externalEngine, startTableEngine } from './table/dynoxide.ts';

/** The servers of a local cloud, listening. */
export interface Servers {
  /** The addresses by which every part reaches them. */
  readonly origins: Origins;
  readonly site: HttpServer;
  readonly api: HttpServer;
  readonly issuer: HttpServer;
  readonly s3: S3Host;
  /** Before the table engine; unused when AIRLOCK_DYNAMODB_ENDPOINT names another engine. */
  readonly tables: HttpServer;
  /** The engine's own origin, for the set-up of the cloud. */
  readonly tableEngine: string;
  readonly cdn: HttpServer;
  /** The AWS services besides S3 and DynamoDB; only functions use it, so that it takes any free port. */
  readonly control: HttpServer;
}

/** Checks that the ports in a row are free, before anything slow is begun. Throws CannotStartError naming the first that is not. */
export async function checkPorts(basePort: number): Promise<void> {
  for (const [offset] of servers.entries()) await claimPort(basePort + offset);
}

/** Opens all servers on `basePort` to `basePort + 5`, or on free ports; each is closed with `started`. */
export async function openServers(
  options: {
    readonly basePort?: number | undefined;
    readonly state: State;
    readonly onObjectCreated: (event: ObjectCreated) => Promise<void>;
  },
  started: AsyncDisposableStack,
): Promise<Servers> {
  const { basePort, state, onObjectCreated } = options;
  const port = (offset: number) => (basePort ? basePort + offset : 0);
  const http = async (opening: Promise<HttpServer>) => {
    const server = await opening;
    started.defer(() => server.close());
    return server;
  };
  const startS3 = async () => {
    const s3 = await startS3Host({ directory: state.path('s3'), port: port(2), onObjectCreated });
    started.defer(() => s3.close());
    return s3;
  };
  const startEngine = async () => {
    const engine = await startTableEngine({ port: 0, file: state.path('dynamodb.sqlite') });
    started.defer(() => engine.stop());
    return engine;
  };
  const [site, api, s3, tables, engine, issuer, cdn, control] = await settleAll([
    http(openServer(port(0))),
    http(openServer(port(1), { maxHeaderSize: maxHeaderBytes })),
    startS3(),
    http(openServer(port(3))),
    startEngine(),
    http(openServer(port(4))),
    http(openServer(port(5))),
    http(openServer(0)),
  ]);
  const origins = {
    site: site.url,
    api: api.url,
    s3: s3.url,
    dynamodb: externalEngine() ?? tables.url,
    issuer: issuer.url,
    cdn: cdn.url,
  };
  return { origins, site, api, s3, issuer, cdn, control, tables, tableEngine: engine.url };
}
