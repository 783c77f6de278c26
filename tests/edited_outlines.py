"""Edits of an outline that several tests make."""

from dataclasses import replace

from research.outline import Outline
from research.outline_edits import changed, question_of


def with_must_have(outline: Outline, id_: str, must_have: bool) -> Outline:
    """A must-have question or an optional one, as the form of a question saves it."""
    return changed(outline, replace(question_of(outline, id_), must_have=must_have))
