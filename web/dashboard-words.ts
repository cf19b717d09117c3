// What the Dashboard says, in this page's words.

/** The Dashboard's strings; fingers neither drop nor paste, and without a network no time is left to tell. */
export function dashboardWords({ isOnline }: { readonly isOnline: boolean }) {
  const isTouch = window.matchMedia('(pointer: coarse)').matches;
  return {
    strings: {
      dashboardTitle: 'Files to send',
      browseFiles: 'Choose files',
      dropPasteFiles: isTouch ? '%{browseFiles}' : '%{browseFiles} or drop or paste them anywhere',
      dropHint: 'Let go to send',
      addMore: 'Add more',
      cancel: 'Cancel all',
      pause: 'Pause all',
      resume: 'Resume all',
      retry: 'Try again',
      pauseUpload: 'Pause this file',
      resumeUpload: 'Resume this file',
      retryUpload: 'Try this file again',
      removeFile: 'Cancel %{file}',
      uploadingXFiles: { 0: 'Sending %{smart_count} file', 1: 'Sending %{smart_count} files' },
      processingXFiles: { 0: 'Checking %{smart_count} file', 1: 'Checking %{smart_count} files' },
      uploading: isOnline ? 'Sending' : 'Offline',
      xTimeLeft: isOnline ? '%{time} left' : 'goes on once you are back online',
      uploadPaused: 'Paused',
      uploadFailed: 'Not sent',
      error: 'Not sent',
      filesUploadedOfTotal: {
        0: '%{complete} of %{smart_count} file sent',
        1: '%{complete} of %{smart_count} files sent',
      },
      sessionRestored: 'Interrupted',
      recoveredXFiles: {
        0: 'Choose the file again, and it goes on where it stopped.',
        1: 'Choose these %{smart_count} files again, and they go on where they stopped.',
      },
      recoveredAllFiles: 'Going on where it stopped.',
      reSelect: 'Choose again',
    },
  };
}
