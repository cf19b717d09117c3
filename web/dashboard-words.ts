// The texts of Uppy's Dashboard.

/** The Dashboard's strings. Touch screens have no drop or paste; offline, there is no remaining time to show. */
export function dashboardWords({ isOnline }: { readonly isOnline: boolean }) {
  const isTouch = window.matchMedia('(pointer: coarse)').matches;
  return {
    strings: {
      dashboardTitle: 'Files to upload',
      browseFiles: 'Choose files',
      dropPasteFiles: isTouch ? '%{browseFiles}' : '%{browseFiles} or drop or paste them anywhere',
      dropHint: 'Drop to upload',
      addMore: 'Add more',
      cancel: 'Cancel all',
      pause: 'Pause all',
      resume: 'Resume all',
      retry: 'Try again',
      pauseUpload: 'Pause this file',
      resumeUpload: 'Resume this file',
      retryUpload: 'Try this file again',
      removeFile: 'Cancel %{file}',
      uploadingXFiles: { 0: 'Uploading %{smart_count} file', 1: 'Uploading %{smart_count} files' },
      processingXFiles: {
        0: 'Validating %{smart_count} file',
        1: 'Validating %{smart_count} files',
      },
      uploading: isOnline ? 'Uploading' : 'Offline',
      xTimeLeft: isOnline ? '%{time} left' : 'resumes when you are online again',
      uploadPaused: 'Paused',
      uploadFailed: 'Not uploaded',
      error: 'Not uploaded',
      filesUploadedOfTotal: {
        0: '%{complete} of %{smart_count} file uploaded',
        1: '%{complete} of %{smart_count} files uploaded',
      },
      sessionRestored: 'Interrupted',
      recoveredXFiles: {
        0: 'Choose the file again to resume its upload.',
        1: 'Choose these %{smart_count} files again to resume their uploads.',
      },
      recoveredAllFiles: 'Resuming the upload.',
      reSelect: 'Choose again',
    },
  };
}
