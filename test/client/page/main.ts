// The page of the browser tests: the client, driven by the test through `window`.
import { createAirlock, type UploadProgress, type UploadTask } from '../../../client/airlock.ts';

const reports: UploadProgress[] = [];
let task: UploadTask | undefined;

/** What the tests call. */
const driver = {
  reports,
  /** Uploads the picked file and answers the judged record, or the error's name and message. */
  async upload(api: string): Promise<{ status: string; message?: string }> {
    const file = document.querySelector<HTMLInputElement>('#file')?.files?.[0];
    if (!file) throw new Error('No file was picked.');
    task = createAirlock({ api, getToken: () => 'token' }).upload(file, {
      collection: 'videos',
      onProgress: (progress) => reports.push(progress),
    });
    return task.then(
      ({ status }) => ({ status }),
      ({ name, message }: Error) => ({ status: name, message }),
    );
  },
  pause: () => task?.pause(),
  resume: () => task?.resume(),
};
export type Driver = typeof driver;

Object.assign(window, { driver });
