// The texts about files, verdicts and refusals in English.
import type { Reason } from '../../lambdas/http/contract.ts';
import { counted } from './counted.ts';

/** What the page says of a rejected file; undefined where it shows the server's own explanation. */
type RejectionTexts = Readonly<Record<Reason, string>> | undefined;

/** The English texts about files. */
export const englishFiles = {
  /** The server explains rejections in English already. */
  rejections: undefined as RejectionTexts,
  quoted: (text: string) => `“${text}”`,
  typeNotAllowed: undefined as string | undefined,
  status: { pending: 'Pending', ready: 'Ready', rejected: 'Rejected', deleted: 'Deleted' },
  verdict: {
    scanning: 'Validated. Waiting for the malware scan; the file cannot be opened before.',
    held: 'The file could not be scanned for malware and is held back. Contact the administrator, or delete it and upload it in another format.',
    lapsed: 'The file did not arrive in time. Upload it again.',
    waiting: 'Waiting for the upload, or being validated.',
    clean: 'Scanned: no malware found.',
    matches: 'Validated: the content matches the file type.',
    found: (detected: string) => `Validated: the content is ${detected}.`,
    differs: (declared: string, detected: string) =>
      `Validated: uploaded as ${declared}, stored as ${detected}.`,
    deleted: 'The file was deleted.',
    rejected: 'The file was rejected. Contact the administrator.',
  },
  refusal: {
    invalid: (wrong: string) => `The request is invalid (${wrong}). Correct it and try again.`,
    forbidden: 'You do not have permission for this. Ask the administrator for access.',
    notFound: 'This file does not exist, or it is not shared with you.',
    wrongVersion: 'The page and the server are of different versions. Reload the page.',
    copyPrepared: 'This copy of the picture is being prepared. Wait a moment and try again.',
    noCopy: 'There is no such copy of this picture.',
    notValidated: 'This file has not been validated yet. Wait a moment and try again.',
    cannotOpen: (status: string) => `This file cannot be opened: it is ${status}.`,
    conflict: 'The file was changed by another request. Reload the page and try again.',
    keyReused: 'This upload conflicts with an earlier one. Try again.',
    expired: 'The time to finish this upload has passed. Upload the file again.',
    gone: 'The storage no longer has the uploaded parts of this file. Upload it again.',
    tooManyLinks: (limit: number) =>
      `This file has ${limit} links, as many as it may have. Revoke one and try again.`,
    tooManyGrants: (limit: number) =>
      `This file is shared with ${limit} people and groups, as many as it may be. Remove one and try again.`,
    listTooLong: (limit: number) =>
      `Lists of up to ${counted('en', limit, { one: 'file', other: 'files' })} can be sorted by name or size. This one is longer and stays sorted by time, newest first.`,
    incomplete: 'Some parts of the file did not arrive. Try again.',
    requestTooLarge: 'The request is too large. Shorten the texts and try again.',
    tooManyRequests: (seconds: number) =>
      `Too many requests at once. Try again in ${seconds <= 1 ? 'a second' : `${seconds} seconds`}.`,
    quotaFiles: (used: string, limit: string) =>
      `You have ${used} of ${limit} files. Delete one that you no longer need and try again.`,
    quotaWhole: (needed: string, limit: string) =>
      `The file has ${needed}, more than your whole quota of ${limit}. Upload a smaller file.`,
    quotaFull: (used: string, limit: string, needed: string) =>
      `Your quota is full: ${used} of ${limit} are used, this needs ${needed}. Delete files and try again.`,
    tooLarge: (size: string, limit: string) =>
      `The file has ${size}; at most ${limit} are accepted here. Upload a smaller file or choose another collection.`,
    allTooLarge: (limit: string) =>
      `At most ${limit} are accepted here. Upload a smaller file or choose another collection.`,
    noTaker: (kind: string) =>
      `No collection accepts this type of file (${kind}). Save it in another format and upload that.`,
    noExtension: 'without an extension',
    unreachable: 'Airlock cannot be reached. Check your connection and try again.',
    busy: 'Airlock is busy or has a problem. Try again in a moment.',
    unexpected: 'An unexpected error occurred on this page. Reload it and try again.',
    storage: (code: string) => `The storage refused the file${code}. Try again.`,
    unreadable: 'The file can no longer be read. It was changed or moved; choose it again.',
    notArrived: 'The file did not arrive. Try again.',
  },
  time: {
    justNow: 'just now',
    minutes: (count: number) => (count === 1 ? 'a minute ago' : `${count} minutes ago`),
    hours: (count: number) => (count === 1 ? 'an hour ago' : `${count} hours ago`),
    today: 'today',
    yesterday: 'yesterday',
    days: (count: number) => `${count} days ago`,
    todayAt: (clock: string) => `today, ${clock}`,
    bytes: (count: number) => (count === 1 ? '1 byte' : `${count} bytes`),
  },
  facts: {
    status: 'Status',
    filename: 'File name',
    fileId: 'File id',
    type: 'Type',
    uploadedAs: 'Uploaded as',
    size: 'Size',
    claimedSize: 'Claimed size',
    picture: 'Picture',
    place: 'Place',
    document: 'Document',
    contents: 'Contents',
    structure: 'Structure',
    scan: 'Scan',
    encoding: 'Encoding',
    sha256: 'SHA-256',
    checksum: 'Checksum',
    validated: 'Validated',
    collection: 'Collection',
    owner: 'Owner',
    uploaded: 'Uploaded',
    deletedAt: 'Will be deleted',
    arrived: (declared: string, arrived: string | undefined) =>
      `${declared} bytes, of which ${arrived ?? 'none'} arrived`,
  },
  types: {
    plain: (name: string) => name,
    withArticle: (_name: string, withArticle: string) => withArticle,
  },
  evidence: {
    pixels: (width: number, height: number) => `${width} × ${height} pixels`,
    frames: (count: number, hasMore: boolean) => `${count} frames${hasMore ? ' or more' : ''}`,
    turned: 'stored turned or mirrored',
    location: 'the picture contains the location where it was taken',
    locationRemoved: 'only the uploaded picture contains the location; downloads do not',
    script: 'contains scripts',
    macro: 'contains macros',
    launch: 'starts programs',
    automatic_action: 'acts when it is opened',
    dde: 'exchanges data with other programs',
    embedded_file: 'contains other files',
    embedded_object: 'contains embedded objects',
    external_content: 'fetches content from elsewhere',
    encrypted: 'encrypted',
    entries: (count: number) => counted('en', count, { one: 'entry', other: 'entries' }),
    unpacked: (size: string) => `${size} when unpacked`,
    nested: (count: number) =>
      counted('en', count, { one: 'archive inside', other: 'archives inside' }),
    foreign: (kind: string, at: number) => `${kind} at byte ${at}`,
    scan: (outcome: string, engine: string) => `${outcome} by ${engine}`,
    scanOutcomes: {} as Readonly<Record<string, string>>,
    ofParts: (checksum: string) => `${checksum}, of the checksums of its parts`,
    allRead: 'all bytes read',
    read: (read: string, size: string) => `${read} of ${size} read`,
  },
} as const;
