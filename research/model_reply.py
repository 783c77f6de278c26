"""What comes back from a language model: bounded on its way in, checked in its envelope, checked in its content."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar, cast

import httpx2
from pydantic import BaseModel, ValidationError

from corpus.errors import ModelTrouble

T = TypeVar("T", bound=BaseModel)

REPAIR_SHOWS_AT_MOST = 8  # pydantic lists every wrong item of a list; the first few tell the model enough

# Reasoning models think aloud first, and many wrap JSON in a fence however they are asked not to.
_THOUGHT = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_FENCE = re.compile(r"\A\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*\Z", re.DOTALL | re.IGNORECASE)


class ModelRefused(ModelTrouble):
    """The model cannot be used as it is set up: trying again does not help."""

    retryable = False


class Bounded(httpx2.SyncByteStream):
    """A response body that ends in an error beyond `bytes_at_most` or `seconds` after its first header.

    The client's own timeout only bounds the wait for the next byte, so a server could drip for ever.
    """

    def __init__(self, body: httpx2.SyncByteStream, model: str, bytes_at_most: int, seconds: float) -> None:
        self._body, self._model, self._left = body, model, bytes_at_most
        self._until = time.monotonic() + seconds

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._body:
            self._left -= len(chunk)
            if self._left < 0:
                raise ModelRefused("model_reply_too_large", model=self._model)
            if time.monotonic() > self._until:
                raise httpx2.ReadTimeout("the reply as a whole took too long")
            yield chunk

    def close(self) -> None:
        """Let go of the connection."""
        self._body.close()


def bound(response: httpx2.Response, model: str, bytes_at_most: int, seconds: float) -> None:
    """Put a bound on a response that has not been read yet.

    Raises ModelRefused `model_not_compatible` for a packed body (none was asked for): its size could not be bounded.
    """
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise ModelRefused("model_not_compatible", model=model)
    response.stream = Bounded(cast(httpx2.SyncByteStream, response.stream), model, bytes_at_most, seconds)


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class Tokens(BaseModel):
    """What the server counted, where it counts."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class Completion(BaseModel):
    """The envelope of a reply, as far as it is used."""

    choices: list[_Choice]
    usage: Tokens | None = None


@dataclass(frozen=True)
class Wrong:
    """Why a reply could not be used: the error's key, the first place, and what the model is told."""

    key: str
    where: str
    told: str


def content(completion: Completion, model: str) -> str:
    """The reply's words. Raises ModelTrouble: `model_declined`, `model_reply_cut_off`, `model_reply_empty`."""
    choice = completion.choices[0] if completion.choices else _Choice(message=_Message())
    if choice.message.refusal or choice.finish_reason == "content_filter":
        raise ModelRefused("model_declined", model=model)
    if choice.finish_reason == "length":
        raise ModelTrouble("model_reply_cut_off", model=model)
    text = _THOUGHT.sub("", choice.message.content or "").strip()
    if not text:
        raise ModelTrouble("model_reply_empty", model=model)
    return text


def checked(text: str, reply: type[T]) -> T | Wrong:
    """`text` as `reply`, or what is wrong with it. What the model is told repeats none of its words."""
    fence = _FENCE.match(text)
    try:
        return reply.model_validate_json(fence[1] if fence else text)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
    places = [".".join(str(part) for part in each["loc"]) for each in found]
    told = [f"{place or 'reply'}: {each['msg']}" for place, each in zip(places, found, strict=True)]
    key = "model_reply_not_json" if found[0]["type"] == "json_invalid" else "model_reply_shape"
    return Wrong(key, places[0][:80], "\n".join(told[:REPAIR_SHOWS_AT_MOST]))
