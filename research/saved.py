"""Records to JSON and back, checked on the way in: what a stage hands over is what it saves."""

from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

Record = TypeVar("Record")


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast("type[Any]", kind))


def to_json(record: Any) -> dict[str, Any]:
    """A dataclass as plain JSON values."""
    return cast("dict[str, Any]", _adapter(cast("Hashable", type(record))).dump_python(record, mode="json"))


def from_json(kind: type[Record], saved: dict[str, Any]) -> Record:
    """The record `to_json` saved. Raises pydantic's ValidationError where it does not fit the record any more."""
    return cast("Record", _adapter(cast("Hashable", kind)).validate_python(saved))
