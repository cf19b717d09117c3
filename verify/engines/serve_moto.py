"""Serves moto on a free port of loopback, one request at a time, because its transactions are not atomic between threads.

Prints the port.
"""

from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

server = make_server(
    "127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=False
)
print(server.server_port, flush=True)
server.serve_forever()
