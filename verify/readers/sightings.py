"""Collects what independent readers see in a file, under the names that Airlock uses for active content."""
import signal
from contextlib import contextmanager

SECONDS_PER_READER = 10


class TooSlow(Exception):
    """A reader took longer than it may."""


def _stop(*_):
    raise TooSlow()


@contextmanager
def deadline(seconds=SECONDS_PER_READER):
    """Raises TooSlow in the block after so many seconds."""
    signal.signal(signal.SIGALRM, _stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def look(path, readers):
    """Runs each reader over the file; one that cannot open it sees nothing and says why."""
    sees, errors = {}, {}
    for name, read in readers.items():
        try:
            with deadline():
                sees[name] = sorted(set(read(path)))
        except Exception as error:  # Whatever a reader raises, it did not show the content.
            errors[name] = f"{type(error).__name__}: {error}"[:200]
    return {"file": path, "sees": sees, "errors": errors}
