// Wires the route that takes what no other route takes.
import { unknownRoute } from '../aws/events/api-gateway.ts';
import { routes } from '../functions.ts';
import { refuseRoute } from './refuse-route.ts';

export const handler = unknownRoute((request) => refuseRoute(request, routes));
