"""The optional language model, at any server that speaks OpenAI's chat completions.

A reply is outside text: the server's envelope and the model's JSON are both checked by pydantic, and bounded in bytes,
tokens and time. What the model said and the key appear in no error, repr or traceback.
"""

import json
from collections.abc import Callable
from typing import Any, Protocol

import httpx2
import openai
from openai.types.chat import ChatCompletionMessageParam
from pydantic import BaseModel, ValidationError

from corpus.errors import ModelTrouble
from prompts import load_prompt
from research.model_reply import Completion, ModelRefused, T, Tokens, Wrong, bound, checked, content
from research.model_settings import ModelSettings
from research.model_usage import Usage as Usage

REPLY_BYTES_AT_MOST = 2_000_000

Entered = Callable[[Usage], None]
"""Called with what one reply used as soon as it has come in, before anybody looks whether it can be used."""


def nowhere(used: Usage) -> None:
    """For whoever enters it in no ledger."""


class Asker(Protocol):
    """Whatever answers a prompt in a given shape: the model, or the model behind a cache."""

    def ask(self, prompt_text: str, reply: type[T]) -> T:
        """The reply to `prompt_text`, valid as `reply`. Raises ModelTrouble."""


class Model:
    """A language model that replies in a given shape. Not to be shared by threads: it sums what it used.

    retries  further attempts the client makes, with growing jittered pauses, on 408, 409, 429, 5xx and lost connections
    entered  told of each reply by itself: a process that is killed has entered all it was sent
    """

    def __init__(
        self, settings: ModelSettings, *, retries: int = 2, bytes_at_most: int = REPLY_BYTES_AT_MOST,
        entered: Entered = nowhere,
    ) -> None:  # fmt: skip
        self.settings = settings
        self.used = Usage()
        self._entered = entered
        self._contract = load_prompt("reply", "en")
        self._repair = load_prompt("repair", "en")
        self._client = _client(settings, retries, bytes_at_most)
        self._options: dict[str, Any] = {
            "max_tokens": settings.tokens_at_most,
            "response_format": {"type": "json_object"},
        }

    def __repr__(self) -> str:
        return f"Model({self.settings.name!r} at {self.settings.base_url!r})"

    def close(self) -> None:
        """Close the connections; the model cannot be asked afterwards."""
        self._client.close()

    def messages(self, prompt_text: str, reply: type[BaseModel]) -> list[ChatCompletionMessageParam]:
        """What is sent first: the contract with the schema of `reply`, then the prompt."""
        schema = json.dumps(reply.model_json_schema(), ensure_ascii=False, sort_keys=True)
        return [
            {"role": "system", "content": self._contract.fill(schema=schema)},
            {"role": "user", "content": prompt_text},
        ]

    @property
    def prompt_hashes(self) -> tuple[str, str]:
        """Short hashes of the contract and of the repair prompt, which shape every reply."""
        return self._contract.hash, self._repair.hash

    def ask(self, prompt_text: str, reply: type[T]) -> T:
        """The model's reply to `prompt_text`, valid as `reply`; one repair try that shows it what was wrong.

        Raises ModelTrouble, ModelRefused where trying again does not help. Keys: see _trouble and model_reply.content, and
        `model_reply_not_json`, `model_reply_shape` (with `where`) after the repair try failed too.
        """
        messages = self.messages(prompt_text, reply)
        text = self._answer(messages)
        first = checked(text, reply)
        if not isinstance(first, Wrong):
            return first
        messages.append({"role": "assistant", "content": text})
        messages.append({"role": "user", "content": self._repair.fill(trouble=first.told)})
        second = checked(self._answer(messages), reply)
        if isinstance(second, Wrong):
            raise ModelTrouble(second.key, model=self.settings.name, where=second.where)
        return second

    def _answer(self, messages: list[ChatCompletionMessageParam]) -> str:
        raw = self._sent(messages)
        try:
            completion = Completion.model_validate_json(raw)
        except ValidationError:
            completion = None
        if completion is None:  # raised out here so that the reply does not hang on the error as its context
            raise ModelRefused("model_not_compatible", model=self.settings.name)
        self._count(completion.usage or Tokens())
        return content(completion, self.settings.name)

    def _sent(self, messages: list[ChatCompletionMessageParam]) -> bytes:
        """The body of a successful reply; a setting the server says it does not know is given up, once each."""
        for _ in range(len(self._options) + 1):
            try:
                # Raw, because the client would hand on any JSON, checked by nobody, as a completion.
                return self._client.chat.completions.with_raw_response.create(
                    model=self.settings.name, messages=messages, **self._options
                ).content
            except openai.OpenAIError as error:
                adapted = _adapted(self._options, error)
                trouble = _trouble(error, self.settings)
            if adapted is None:
                break
            self._options = adapted
        raise trouble  # out of the except block: the client's error may repeat the key or the prompt

    def _count(self, tokens: Tokens) -> None:
        one = Usage(1, max(tokens.prompt_tokens or 0, 0), max(tokens.completion_tokens or 0, 0))
        self.used = self.used + one
        self._entered(one)


def _client(settings: ModelSettings, retries: int, bytes_at_most: int) -> openai.OpenAI:
    def bounded(response: httpx2.Response) -> None:
        bound(response, settings.name, bytes_at_most, settings.timeout_seconds)

    client = openai.OpenAI(
        # The client would look for a missing key in the environment, and send it to whatever base_url is.
        api_key=settings.api_key or "none",
        base_url=settings.base_url,
        timeout=settings.timeout_seconds,
        max_retries=retries,
        # A redirect would carry the prompt to a server nobody chose; packed replies could not be bounded in bytes.
        http_client=httpx2.Client(
            timeout=settings.timeout_seconds, follow_redirects=False, event_hooks={"response": [bounded]}
        ),
        default_headers={"Accept-Encoding": "identity"},
    )
    client.organization = client.project = None  # read from the environment, meant for one server only
    return client


def _adapted(options: dict[str, Any], error: openai.OpenAIError) -> dict[str, Any] | None:
    """Options without the one a 400 complains about: newer models know max_tokens by another name only, and some
    servers know no response_format (the reply is checked either way). None where that is not the trouble."""
    if not isinstance(error, openai.BadRequestError):
        return None
    said = f"{error.param} {error.message}"
    if "max_tokens" in options and "max_tokens" in said:
        rest = {name: value for name, value in options.items() if name != "max_tokens"}
        return rest | {"max_completion_tokens": options["max_tokens"]}
    if "response_format" in options and "response_format" in said:
        return {name: value for name, value in options.items() if name != "response_format"}
    return None


def _trouble(error: openai.OpenAIError, settings: ModelSettings) -> ModelTrouble:
    """The client's error by our name, without its words: a server may repeat the key or the prompt in them."""
    if isinstance(error, openai.APITimeoutError):
        return ModelTrouble("model_too_slow", model=settings.name, seconds=settings.timeout_seconds)
    if not isinstance(error, openai.APIStatusError):
        return ModelTrouble("model_unreachable", model=settings.name, address=settings.base_url)
    status = error.status_code
    refused = {401: "model_key_refused", 403: "model_key_refused", 404: "model_not_found"}
    if status == 429:
        return ModelTrouble("model_rate_limited", model=settings.name)
    if status in (408, 409) or status >= 500:
        return ModelTrouble("model_server_error", model=settings.name, status=status)
    return ModelRefused(refused.get(status, "model_request_refused"), model=settings.name, status=status)
