// The malware scanning part of airlock.config.ts: what a collection may demand, and which scanner is used.
import type { ScanDemand } from '../domain/scan.ts';
import { MiB } from '../domain/sizes.ts';
import { withDefaults } from '../domain/with-defaults.ts';

/** `true` is `{ onUnscannable: 'reject', timeoutHours: 24 }`. */
export type ScanInput = boolean | Partial<ScanDemand>;

/** Amazon GuardDuty Malware Protection for S3: nothing to operate, priced by object and gigabyte. */
export interface GuardDuty {
  readonly engine: 'guardduty';
}

/** Your own clamd (ClamAV), reached over TCP; docs/malware-scanning.md has its required settings. */
export interface ClamdInput {
  /** Your own clamd; `guardduty` needs no further field. */
  readonly engine: 'clamd';
  /** Name or address of the machine. clamd asks for no password: let only the function reach it. */
  readonly host: string;
  /** Default: 3310. */
  readonly port?: number;
  /** Bytes of the largest file that it scans whole: at most its StreamMaxLength, MaxFileSize and MaxScanSize. Default: 25 MiB. */
  readonly maxBytes?: number;
  /**
   * The part of your VPC in which the function that talks to clamd runs; needs gateway endpoints for S3 and DynamoDB. Default: in
   * no VPC.
   */
  readonly vpc?: {
    /** Private subnets. */
    readonly subnetIds: readonly string[];
    /** Security groups that clamd's machine accepts. */
    readonly securityGroupIds: readonly string[];
  };
}

/** A clamd with every default filled in. */
export type Clamd = Required<Omit<ClamdInput, 'vpc'>> & Pick<ClamdInput, 'vpc'>;

/** What a user names as scanner. */
export type ScannerInput = GuardDuty | ClamdInput;

/** What scans files for malware. */
export type Scanner = GuardDuty | Clamd;

/** Fills in the defaults of a collection's `scan`; undefined without one. */
export const defineScan = (scan: ScanInput = false): { scan?: ScanDemand } =>
  scan === false ? {} : { scan: withDefaults(demand, scan === true ? {} : scan) };

const demand: ScanDemand = { onUnscannable: 'reject', timeoutHours: 24 };

/** Fills in the defaults of a scanner; 25 MiB is what Debian's clamd takes. */
export const defineScanner = (scanner: ScannerInput | undefined): { scanner?: Scanner } => {
  if (scanner === undefined) return {};
  const isClamd = scanner?.engine === 'clamd';
  return { scanner: isClamd ? withDefaults({ port: 3310, maxBytes: 25 * MiB }, scanner) : scanner };
};
