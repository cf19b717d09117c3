// The page of the bench: the same file by Airlock's client and by Uppy's own S3 plugin, driven through `window`.
import AwsS3 from '@uppy/aws-s3';
import Uppy from '@uppy/core';
import { createAirlock } from '../../../client/airlock.ts';
import { createApi } from '../../../client/api.ts';
import { createSend } from '../../../client/http.ts';
import { createPartsApi } from '../../../client/parts-api.ts';
import { createServerClock } from '../../../client/server-clock.ts';
import { type Sent, startStopwatch } from '../stopwatch.ts';

/** The target, the user and the collection. */
type Target = Readonly<Record<'api' | 'token' | 'collection', string>>;

function picked(): File {
  const file = document.querySelector<HTMLInputElement>('#file')?.files?.[0];
  if (!file) throw new Error('No file was picked.');
  return file;
}

/** The interface of the page for the bench. */
const driver = {
  async sendByAirlock({ api, token, collection }: Target, hash: boolean): Promise<Sent> {
    const stopwatch = startStopwatch();
    const airlock = createAirlock({ api, getToken: () => token });
    const file = await airlock.upload(picked(), { collection, hash, onProgress: stopwatch.hear });
    return stopwatch.read(file.id);
  },

  /**
   * Uppy signs each request by `signRequest`. Parts go to S3 by the links that Airlock signs; creation and completion are
   * calls of Airlock's API, whose outcome the bench's own server reports to Uppy in S3's words.
   */
  async sendByUppy({ api, token, collection }: Target): Promise<Sent> {
    const data = picked();
    const clock = createServerClock();
    const send = createSend(api, () => token, clock);
    const { complete, signParts } = createPartsApi(send);
    const claim = { filename: data.name, contentType: data.type, size: data.size, collection };
    const { file, upload } = await createApi(send, clock).issue(claim, crypto.randomUUID());
    if (upload?.kind !== 'multipart') throw new Error('The upload was not issued in parts.');
    const uppy = new Uppy().use(AwsS3, {
      shouldUseMultipart: true,
      getChunkSize: () => upload.partSize,
      generateObjectKey: () => file.id,
      async signRequest(request) {
        if (!('uploadId' in request)) return { url: `/uppy/create?id=${file.id}` };
        if (!('partNumber' in request)) {
          await complete(file.id);
          return { url: `/uppy/complete?id=${file.id}` };
        }
        const [signed] = await signParts(file.id, [{ partNumber: request.partNumber }]);
        return { url: signed?.url ?? '' };
      },
    });
    uppy.addFile({ name: data.name, type: data.type, data });
    const since = performance.now();
    const result = await uppy.upload();
    const seconds = (performance.now() - since) / 1000;
    const error = result?.failed?.[0]?.error;
    if (error || !result?.successful?.length) throw new Error(`Uppy failed: ${error}`);
    return { fileId: file.id, seconds, wholeSeconds: seconds, resumedBytes: 0 };
  },
};

/** The page's side of the bench. */
export type Driver = typeof driver;

Object.assign(window, { driver });
