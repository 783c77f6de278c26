"""Which language model, where, and how far it may go: known without loading what speaks to it."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from corpus.errors import BadInput


@dataclass(frozen=True)
class ModelSettings:
    """Which model, where, and how far it may go. The key is kept out of the repr.

    api_key          empty for a server that wants none
    timeout_seconds  for one attempt: to connect, to the first byte, and again from there to the last
    tokens_at_most   of one reply

    Raises BadInput `model_settings` naming the `field`.
    """

    name: str
    base_url: str
    api_key: str = field(repr=False)
    timeout_seconds: float = 60.0
    tokens_at_most: int = 4000

    def __post_init__(self) -> None:
        checks = {
            "name": bool(self.name.strip()),
            "base_url": _usable_address(self.base_url),
            # A key of other characters fails inside the HTTP library, in an error that shows it.
            "api_key": self.api_key == "" or bool(re.fullmatch(r"[!-~]+", self.api_key)),
            "timeout_seconds": 0 < self.timeout_seconds <= 3600,
            "tokens_at_most": self.tokens_at_most > 0,
        }
        for name, fine in checks.items():
            if not fine:
                raise BadInput("model_settings", field=name)


def _usable_address(base_url: str) -> bool:
    """http(s), with a host, and without a password that would be shown wherever the address is."""
    try:
        parts = urlsplit(base_url)
        return (
            parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc
        )
    except ValueError:
        return False
