"""Replies kept: the same question is asked once, and everything that shapes a reply makes another question."""

import json
from datetime import datetime

import pytest
from pydantic import BaseModel
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from corpus.errors import ModelTrouble
from research.model import Model
from research.model_cache import CachedModel, ModelReplyRow, StoredReplies, ask_cached, reply_key
from research.model_settings import ModelSettings
from tests.model_server import KEY, asked, says

GOOD = json.dumps({"label": "少而好", "people": 3}, ensure_ascii=False)


class Label(BaseModel):
    label: str
    people: int


class Named(BaseModel):
    label: str


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


def stored() -> StoredReplies:
    engine = create_engine("sqlite://")
    ModelReplyRow.metadata.tables["model_reply"].create(engine)
    return StoredReplies(engine, clock=lambda: datetime(2026, 1, 2))


def test_a_kept_reply_is_not_asked_for_again() -> None:
    cache = stored()
    with asked(says(GOOD)) as (model, server):
        first = ask_cached(model, "Name it.", Label, cache=cache)
        assert CachedModel(model, cache).ask("Name it.", Label) == first
        assert len(server.requests) == 1 and model.used.replies == 1
        with Session(cache._engine) as session:
            row = session.scalars(select(ModelReplyRow)).one()
        assert (row.key, row.tokens, row.made_at) == (reply_key(model, "Name it.", Label), 15, datetime(2026, 1, 2))
        assert KEY not in row.reply + row.key


def test_the_key_follows_all_that_shapes_a_reply() -> None:
    with asked(says(GOOD)) as (model, _), asked(says(GOOD), name="n") as (other, _), asked(says(GOOD)) as (third, _):
        keys = {
            reply_key(model, "Name it.", Label),
            reply_key(model, "Name it!", Label),
            reply_key(model, "Name it.", Named),
            reply_key(other, "Name it.", Label),
            reply_key(third, "Name it.", Label),
        }
        assert len(keys) == 5
        same = Model(ModelSettings("m", model.settings.base_url, "another-key"))
        assert reply_key(same, "Name it.", Label) in keys
        same.close()


def test_failures_are_not_kept() -> None:
    cache = stored()
    with asked(says("no"), says("no"), says(GOOD)) as (model, _):
        with pytest.raises(ModelTrouble):
            ask_cached(model, "Name it.", Label, cache=cache)
        assert ask_cached(model, "Name it.", Label, cache=cache).people == 3


def test_a_spoilt_kept_reply_is_replaced() -> None:
    cache = stored()
    with asked(says(GOOD)) as (model, server):
        cache.put(reply_key(model, "Name it.", Label), '{"label": 1}', 0)
        for _ in range(2):
            assert ask_cached(model, "Name it.", Label, cache=cache).people == 3
        assert len(server.requests) == 1


def test_a_withdrawal_can_empty_the_cache() -> None:
    cache = stored()
    cache.put("a", GOOD, 1)
    cache.put("b", GOOD, 1)
    assert cache.forget() == 2 and cache.get("a") is None and cache.forget() == 0
