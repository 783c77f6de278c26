"""A local server that speaks, and misspeaks, chat completions. Each reply of its script answers one request."""

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from research.model import Model
from research.model_settings import ModelSettings

KEY = "sk-very-secret-0123456789"

Behaviour = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """One request: recorded, then answered by the next behaviour of the script (the last one repeats)."""

    server: "_Server"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.owner.requests.append(body)
        self.server.owner.headers.append({name.lower(): value for name, value in self.headers.items()})
        script = self.server.owner.script
        try:
            (script.pop(0) if len(script) > 1 else script[0])(self)
        except OSError:
            self.close_connection = True  # the client went away, as several tests mean it to

    def send(self, status: int, body: bytes, kind: str = "application/json", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    owner: "ModelServer"


class ModelServer:
    """Context manager; `requests` and `headers` hold what was asked, `released` frees hanging answers at the end."""

    def __init__(self, *script: Behaviour) -> None:
        self.script = list(script)
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.released = threading.Event()

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.owner = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def told(self, request: int = -1) -> str:
        """All messages of one request, joined."""
        return "\n".join(str(message["content"]) for message in self.requests[request]["messages"])


def completion(content: str | None, finish: str = "stop", **message: str) -> bytes:
    """The envelope of a reply that cost 10 tokens in and 5 out."""
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content, **message}}
    usage = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
    return json.dumps(
        {"id": "x", "object": "chat.completion", "model": "m", "choices": [choice], "usage": usage}
    ).encode()


def says(content: str | None, finish: str = "stop", **message: str) -> Behaviour:
    """A well-formed completion."""
    return lambda handler: handler.send(200, completion(content, finish, **message))


def sends(status: int, body: str, kind: str = "application/json", **headers: str) -> Behaviour:
    """Any status and body; underscores in header names stand for hyphens."""
    return lambda handler: handler.send(status, body.encode(), kind, **headers)


def fails(status: int, message: str = "no", **error: str) -> Behaviour:
    """An error as OpenAI writes it; a retry need not wait."""
    return sends(status, json.dumps({"error": {"message": message, **error}}), retry_after_ms="1")


def hangs(handler: Handler) -> None:
    """Nothing at all, until the test is over."""
    handler.server.owner.released.wait(5)


def drips(handler: Handler) -> None:
    """A byte at a time, each before the client's patience for a byte ends."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    for _ in range(100):
        if not handler.server.owner.released.wait(0.03):
            handler.wfile.write(b" ")


def resets(handler: Handler) -> None:
    """A connection reset instead of an answer."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def echoes(handler: Handler) -> None:
    """The whole prompt back as the reply: a model that took everything it read as its own words."""
    handler.send(200, completion(handler.server.owner.told()))


@contextmanager
def asked(*script: Behaviour, retries: int = 0, **settings: Any) -> Iterator[tuple[Model, ModelServer]]:
    """A model at a server with this script."""
    with ModelServer(*script) as server:
        made: dict[str, Any] = {"name": "m", "base_url": server.url, "api_key": KEY, "timeout_seconds": 2.0} | settings
        model = Model(ModelSettings(**made), retries=retries, bytes_at_most=50_000)
        try:
            yield model, server
        finally:
            model.close()
