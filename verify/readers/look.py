"""Reads paths from standard input, one a line, and prints what each independent reader sees in them as JSON lines."""
import json
import logging
import sys
import warnings

import archives
import pdf
import rich_text
import zipped
from sightings import look

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

READERS_BY_ENDING = {
    "pdf": pdf.READERS,
    "rtf": rich_text.READERS,
    **zipped.READERS_BY_ENDING,
    **archives.READERS_BY_ENDING,
}

# Readers print warnings where they please: only the answers may reach standard output.
answers = sys.stdout
sys.stdout = sys.stderr
for line in sys.stdin:
    path = line.rstrip("\n")
    readers = READERS_BY_ENDING.get(path.rsplit(".", 1)[-1], {})
    print(json.dumps(look(path, readers)), file=answers, flush=True)
