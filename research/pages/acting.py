"""What buttons do: to its end and once, however soon the next click comes; what came of it is told by the page after.

A second click makes Streamlit draw the page anew at once, beside the run that the first one began; that run breaks off
where it next touches the page, the session or the address. So what a button does happens in its callback and touches
none of them: what was typed is read by `typed`, what follows on the page is left to the run that draws it (`follow`).
"""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import StopException

from corpus.errors import QuipuError
from research.pages.frame import tell, word

ACTS = "acts"
"""In the session: what its buttons have done and the page has not told yet."""
Made = TypeVar("Made")


class Lacking(Exception):
    """Something has to be said or ticked first. Its words are the key of the page's that ask for it, "" where the page does."""


@dataclass
class Acts:
    """One tab's acts, in their order. Held by every run of the tab, and changed without Streamlit's knowing."""

    lock: RLock = field(default_factory=RLock)
    """Held while something is done: a run that began meanwhile must not draw what was there before."""
    troubles: dict[str, QuipuError | Lacking] = field(default_factory=dict)
    """A button's key → why it was refused."""
    after: list[Callable[[], object]] = field(default_factory=list)
    """What is to follow on the page: forms to close, screens to open."""


def act_button(
    label: str,
    act: Callable[[], Made],
    *,
    key: str,
    then: Callable[[Made], object] | None = None,
    sends: bool = False,
    whole: bool = False,
    saying: str = "",
    **looks: Any,
) -> None:
    """A button that does something, and below it why that was refused.

    act     touches neither page, session nor address (see above); may raise QuipuError or Lacking
    then    what follows on the page where it was not refused; given what `act` gave
    sends   whether it sends the form it stands in
    whole   whether it stands in a fragment or a dialog, and all of the page has to be drawn anew
    saying  what is said while it is done
    looks   handed on to Streamlit's button
    """
    button: Callable[..., bool] = st.form_submit_button if sends else st.button
    button(label, key=key, on_click=doing(act, at=key, then=then, whole=whole, saying=saying), **looks)
    tell_trouble(key)


def doing(
    act: Callable[[], Made],
    *,
    at: str,
    then: Callable[[Made], object] | None = None,
    whole: bool = False,
    saying: str = "",
) -> Callable[[], None]:
    """The callback that does `act`; a refusal is told at `at`. As `act_button`, for a button that tells it elsewhere."""

    def do() -> None:
        attempt(act, at=at, then=then, saying=saying)

    return once(do, whole=whole)


def once(callback: Callable[[], None], *, whole: bool = False) -> Callable[[], None]:
    """The callback, called once for each time its button is drawn: a double click does nothing twice."""
    acts, begun = _acts(), list[bool]()

    def do() -> None:
        with acts.lock:
            if not begun:
                begun.append(True)
                callback()
        if whole:
            st.rerun()

    return do


def attempt(
    act: Callable[[], Made], *, at: str, then: Callable[[Made], object] | None = None, saying: str = ""
) -> None:  # fmt: skip
    """In a callback: do it. What follows, or why it was refused, is for the run after it."""
    acts: Acts = typed(ACTS)
    acts.troubles.pop(at, None)
    with ExitStack() as shown:
        if saying:
            with suppress(StopException):  # another click has come: that run says what it has to say
                shown.enter_context(st.spinner(saying))
        try:
            made = act()
        except (QuipuError, Lacking) as error:
            acts.troubles[at] = error
        else:
            if then is not None:
                acts.after.append(lambda: then(made))


def typed(key: str) -> Any:
    """What a widget holds at this moment, for callbacks: unlike `st.session_state[key]` it never breaks off. None for none."""
    return st.session_state.to_dict().get(key)


def follow() -> None:
    """Before anything is drawn: wait for what is being done, then do on the page what follows from it."""
    acts = _acts()
    with acts.lock:
        while acts.after:
            try:
                acts.after[0]()
            except StopException:  # broken off by another click: the next run does it again
                raise
            except BaseException:  # it leads to another screen
                del acts.after[0]
                raise
            del acts.after[0]


def tell_trouble(at: str) -> QuipuError | Lacking | None:
    """Why what was pressed here was refused, once; it is given, too."""
    trouble = _acts().troubles.pop(at, None)
    if isinstance(trouble, Lacking) and str(trouble):
        st.warning(word(str(trouble)))
    elif isinstance(trouble, QuipuError):
        tell(trouble)
    return trouble


def tell_rest() -> None:
    """At the end of a page: what was refused where there is no such button any more."""
    for at in list(_acts().troubles):
        tell_trouble(at)


def _acts() -> Acts:
    acts: Acts = st.session_state.setdefault(ACTS, Acts())
    return acts
