"""Uploads one file with the client that openapi-python-client generated from /openapi.json, and prints its status."""

import json
import sys
import time

import httpx

sys.path.insert(0, sys.argv[1])
from airlock_client import AuthenticatedClient  # noqa: E402
from airlock_client.api.default import get_file, issue_upload  # noqa: E402
from airlock_client.models import IssueRequest  # noqa: E402

api, token = sys.argv[2], sys.argv[3]
content = b"Written by a generated client.\n"

with AuthenticatedClient(base_url=api, token=token) as client:
    claim = IssueRequest(
        collection="documents",
        filename="note.txt",
        content_type="text/plain",
        size=len(content),
    )
    issued = issue_upload.sync(client=client, body=claim)
    form = httpx.post(
        issued.upload.url,
        data=issued.upload.fields.to_dict(),
        files={"file": content},
    )
    form.raise_for_status()
    deadline = time.monotonic() + 60
    file = get_file.sync(issued.file.id, client=client).file
    while file.status == "pending" and time.monotonic() < deadline:
        time.sleep(0.2)
        file = get_file.sync(issued.file.id, client=client).file

print(json.dumps({"status": str(file.status), "size": file.size}))
