// Prepares chosen files for the Dashboard: skips system files and detects the type from the first bytes.
import Uppy from '@uppy/core';
import type { Meta, MinimalRequiredUppyFile, UppyFile } from '@uppy/core/utils';
import type { File as FileRecord } from '../client/airlock.ts';
import { contentTypeOf } from '../client/content-type.ts';
import { leaveOutSystemFiles } from '../client/system-files.ts';
import { claimedType } from '../lambdas/domain/claimed-type.ts';

type Chosen = MinimalRequiredUppyFile<Meta, FileRecord>;

/** Called with the names of the system files that were skipped. */
type OnLeftOut = (names: readonly string[]) => void;

/** An Uppy that reads the first bytes of every file before it adds the file, so that `onBeforeFileAdded` knows the type. */
export class Intake extends Uppy<Meta, FileRecord> {
  onLeftOut: OnLeftOut = () => {};
  readonly #types = new WeakMap<Blob, string>();

  /** The content type in the claim of this file. */
  typeOf({ data, name }: Pick<UppyFile<Meta, FileRecord>, 'data' | 'name'>): string {
    const blob = data instanceof Blob ? data : undefined;
    return (blob && this.#types.get(blob)) ?? claimedType(blob?.type ?? '', name);
  }

  /** Adds files after their first bytes are read; skips system files. */
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
    // A file that cannot be read gets its type from its name; its upload reports the error.
    const found = await contentTypeOf({ name, size, type, slice }).catch(() => undefined);
    if (found !== undefined) this.#types.set(data, found);
  }
}

const pathOf = ({ meta }: Chosen): string =>
  typeof meta?.relativePath === 'string' ? meta.relativePath : '';
