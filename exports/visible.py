"""What of a stored text can stand in a file: the one function writers and checkers both apply."""

import re

_AS_SPACE = re.compile("\r\n|[\t\n\r\x0b\x0c\x85\u2028\u2029]")
_CANNOT_STAND = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def visible(text: str) -> str:
    """`text` as a file can carry it: line ends and tabs read as one space each, control characters dropped.

    Idempotent. Spaces are not collapsed; direction marks, joiners and characters beyond the basic plane stay.
    """
    return _CANNOT_STAND.sub("", _AS_SPACE.sub(" ", text))
