"""Many things in order, some at a time: so many at most, and no more once they are large."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def portions(things: Iterable[T], size: Callable[[T], int], *, most: int, largest: int) -> Iterator[list[T]]:
    """Up to `most` of them at once; a portion ends with the thing by which it is larger than `largest` bytes.

    size  bytes of a thing
    """
    some, held = list[T](), 0
    for each in things:
        some.append(each)
        held += size(each)
        if len(some) == most or held > largest:
            yield some
            some, held = [], 0
    if some:
        yield some
