"""What asking a model used, known without loading what speaks to it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Usage:
    """Replies paid for and the tokens the server counted for them (0 where it does not say)."""

    replies: int = 0
    prompt_tokens: int = 0
    reply_tokens: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.replies + other.replies, self.prompt_tokens + other.prompt_tokens,
            self.reply_tokens + other.reply_tokens,
        )  # fmt: skip

    @property
    def tokens(self) -> int:
        """Both kinds of tokens together."""
        return self.prompt_tokens + self.reply_tokens
