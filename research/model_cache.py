"""Replies kept, so that the same question to the same model is asked, and paid for, once."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from pydantic import BaseModel, ValidationError
from sqlalchemy import DateTime, Engine, Integer, String, Text, delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from corpus.schema import Base
from research.model import Model
from research.model_reply import T


class ReplyCache(Protocol):
    """Replies by key, as JSON."""

    def get(self, key: str) -> str | None:
        """The reply kept under `key`, None where there is none."""

    def put(self, key: str, reply: str, tokens: int) -> None:
        """Keep `reply`, which cost `tokens`, in place of what was kept under `key`."""


class ModelReplyRow(Base):
    """A reply that passed its check. It may repeat words of transcripts: see StoredReplies.forget."""

    __tablename__ = "model_reply"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    reply: Mapped[str] = mapped_column(Text)
    tokens: Mapped[int] = mapped_column(Integer)
    made_at: Mapped[datetime] = mapped_column(DateTime)  # UTC, without a zone like all dates of the workspace


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


class StoredReplies:
    """The cache in the workspace's database."""

    def __init__(self, engine: Engine, *, clock: Callable[[], datetime] = _now) -> None:
        self._engine = engine
        self._clock = clock

    def get(self, key: str) -> str | None:
        """The reply kept under `key`, None where there is none."""
        with Session(self._engine) as session:
            row = session.get(ModelReplyRow, key)
            return None if row is None else row.reply

    def put(self, key: str, reply: str, tokens: int) -> None:
        """Keep `reply`, which cost `tokens`, in place of what was kept under `key`."""
        try:
            with Session(self._engine) as session, session.begin():
                session.merge(ModelReplyRow(key=key, reply=reply, tokens=tokens, made_at=self._clock()))
        except IntegrityError:
            return  # another worker asked the same at the same time, and its reply is as good

    def forget(self) -> int:
        """Drop every reply, and say how many: a withdrawal must reach words repeated in replies, and a reply does not
        know whose they are. Asking again costs tokens only."""
        with Session(self._engine) as session, session.begin():
            kept = session.query(ModelReplyRow).count()
            session.execute(delete(ModelReplyRow))
            return kept


def reply_key(model: Model, prompt_text: str, reply: type[BaseModel]) -> str:
    """SHA-256 of everything that shapes a reply: model, address, contract, prompt, repair prompt, reply schema."""
    shaped = [
        model.settings.name,
        model.settings.base_url,
        model.messages(prompt_text, reply),
        model.prompt_hashes,
        reply.model_json_schema(),
    ]
    return hashlib.sha256(json.dumps(shaped, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def ask_cached(model: Model, prompt_text: str, reply: type[T], *, cache: ReplyCache) -> T:
    """The kept reply to the same question, else the model's, which is then kept. Failures are not kept.

    A kept reply is checked like a new one: validators may have become stricter. Raises what Model.ask raises.
    """
    key = reply_key(model, prompt_text, reply)
    kept = _still_valid(cache.get(key), reply)
    if kept is not None:
        return kept
    before = model.used.tokens
    made = model.ask(prompt_text, reply)
    cache.put(key, made.model_dump_json(by_alias=True), model.used.tokens - before)
    return made


def _still_valid(kept: str | None, reply: type[T]) -> T | None:
    try:
        return None if kept is None else reply.model_validate_json(kept)
    except ValidationError:
        return None


class CachedModel:
    """A model behind a cache, to be handed to whoever wants an Asker."""

    def __init__(self, model: Model, cache: ReplyCache) -> None:
        self._model = model
        self._cache = cache

    def ask(self, prompt_text: str, reply: type[T]) -> T:
        """As ask_cached."""
        return ask_cached(self._model, prompt_text, reply, cache=self._cache)
