// What crosses the border between a load run and the process of its crowd and its network.
import type { Origins } from '../../local/addresses.ts';
import type { Activity, Load } from './crowd.ts';
import type { FaultyNetwork } from './faulty-network.ts';

/** First the servers' origins, then the load; at last the network stops failing. */
export type ToCrowd =
  | { readonly kind: 'connect'; readonly origins: Origins; readonly faultShare: number }
  | { readonly kind: 'begin'; readonly load: Load }
  | { readonly kind: 'calm' };

/** One answer to each of them, and between the last two how it goes. */
export type FromCrowd =
  | { readonly kind: 'connected'; readonly origins: Origins }
  | { readonly kind: 'progress'; readonly operations: number; readonly errors: number }
  | { readonly kind: 'ended'; readonly activity: Activity }
  | ({ readonly kind: 'calmed' } & Pick<FaultyNetwork, 'traffic' | 'accidents'>);
