// Replaces the EXIF reader of Uppy's thumbnails: browsers turn pictures upright by themselves since 2020.

/** The rotation that a thumbnail still needs: none. */
export const rotation = (): Promise<undefined> => Promise.reject(new Error('Not needed.'));
