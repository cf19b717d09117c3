// Which entries of archives are archives or programs themselves, by their first bytes and by their names.
import type { ContentKind } from '../content-kind.ts';

/** Names of archives. */
export const archiveName =
  /\.(?:zip|jar|war|ear|apk|7z|rar|gz|tgz|bz2|tbz2?|xz|txz|zst|lz4?|lzma|tar|cab|iso|dmg|arj|cpio)$/i;
/** Names of programs. */
export const programName =
  /\.(?:exe|dll|scr|com|pif|cpl|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|wsh|hta|lnk|jar|class|dex|sh|command|reg)$/i;
/** Documents that are ZIPs themselves: people do not see them as archives. */
export const documentName = /\.(?:docx|dotx|xlsx|xltx|pptx|ppsx|potx|odt|ods|odp|odg|epub)$/i;

/** Whether an entry is an archive. */
export const isArchiveEntry = (name: string, kind: ContentKind | undefined): boolean =>
  kind === 'archive' ? !documentName.test(name) : archiveName.test(name);

/** Whether an entry is a program. */
export const isProgramEntry = (name: string, kind: ContentKind | undefined): boolean =>
  kind === 'program' || programName.test(name);
