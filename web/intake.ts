// What is chosen, before the Dashboard shows it: the system's own files are left out, and the first bytes show the type.
import Uppy from '@uppy/core';
import type { Meta, MinimalRequiredUppyFile, UppyFile } from '@uppy/core/utils';
import type { File as FileRecord } from '../client/airlock.ts';
import { contentTypeOf } from '../client/content-type.ts';
import { leaveOutSystemFiles } from '../client/system-files.ts';
import { claimedType } from '../lambdas/domain/claimed-type.ts';

type Chosen = MinimalRequiredUppyFile<Meta, FileRecord>;

/** Called with the names of the system's own files that a folder brought along. */
type OnLeftOut = (names: readonly string[]) => void;

/** Uppy that looks at what it is given first, so that it knows what every file is when it is asked whether to add it. */
export class Intake extends Uppy<Meta, FileRecord> {
  onLeftOut: OnLeftOut = () => {};
  readonly #types = new WeakMap<Blob, string>();

  /** The type that the file will be claimed to be. */
  typeOf({ data, name }: Pick<UppyFile<Meta, FileRecord>, 'data' | 'name'>): string {
    const blob = data instanceof Blob ? data : undefined;
    return (blob && this.#types.get(blob)) ?? claimedType(blob?.type ?? '', name);
  }

  /** Adds files once their first bytes are read; the system's own among several are left out. */
  override addFiles(chosen: Chosen[]): void {
    const { files, leftOut } = leaveOutSystemFiles(
      chosen.map((file) => ({ file, name: file.name ?? '', webkitRelativePath: pathOf(file) })),
    );
    Promise.all(files.map(({ file }) => this.#look(file)))
      .then(() => {
        super.addFiles(files.map(({ file }) => file));
        if (leftOut.length > 0) this.onLeftOut(leftOut.map(({ name }) => name));
      })
      .catch((error: unknown) => this.log(error, 'error'));
  }

  async #look({ data, name = '' }: Chosen): Promise<void> {
    if (!(data instanceof Blob)) return;
    const { size, type } = data;
    const slice = (start: number, end: number) => data.slice(start, end);
    // A file that cannot be read is added by its name; sending it says what is wrong.
    const found = await contentTypeOf({ name, size, type, slice }).catch(() => undefined);
    if (found !== undefined) this.#types.set(data, found);
  }
}

const pathOf = ({ meta }: Chosen): string =>
  typeof meta?.relativePath === 'string' ? meta.relativePath : '';
