// The React hook for files whose upload a reload interrupted.
import { useCallback, useEffect, useState } from 'react';
import type { FileKeeper, KeptFile } from './kept-files.ts';
import type { UploadList } from './upload-list.ts';

/** The interrupted uploads of a collection. */
export interface InterruptedUploads {
  /** Files whose upload a reload interrupted; empty on the first render, and in browsers that cannot keep files. */
  readonly interrupted: readonly KeptFile[];
  /**
   * Continues the upload of such a file; the browser may ask whether the page may read it. Call it from the handler of a click.
   * False when the page may not read it, or when the file no longer exists.
   */
  readonly continueUpload: (id: string) => Promise<boolean>;
  /** Removes such a file from the list. */
  readonly forget: (id: string) => Promise<void>;
}

/** Lists the files of a collection that `keeper` kept, and continues their uploads. */
export function useKeptFiles(
  keeper: FileKeeper | undefined,
  collection: string,
  upload: UploadList['upload'],
): InterruptedUploads {
  const [kept, setKept] = useState<readonly KeptFile[]>([]);
  useEffect(() => {
    let isHere = true;
    keeper?.list().then(
      (files) => isHere && setKept(files),
      () => {},
    );
    return () => {
      isHere = false;
    };
  }, [keeper]);

  const leaveOut = useCallback((id: string) => {
    setKept((files) => files.filter((file) => file.id !== id));
  }, []);
  const continueUpload = useCallback(
    async (id: string) => {
      const file = await keeper?.open(id);
      if (!file) return false;
      leaveOut(id);
      void upload([file]);
      return true;
    },
    [keeper, upload, leaveOut],
  );
  const forget = useCallback(
    async (id: string) => {
      await keeper?.forget(id);
      leaveOut(id);
    },
    [keeper, leaveOut],
  );
  const interrupted = kept.filter((file) => file.collection === collection);
  return { interrupted, continueUpload, forget };
}
