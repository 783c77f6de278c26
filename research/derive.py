"""A figure computed from the evidence by its specification: when the report is written, and again when it is verified.

{"of": [condition…], "among": [condition…]}   people; without "among" a plain count of people
{"funnel": "audience", "unit": 0}             a step of the funnel: people (0) or interviews (1)
{"corpus": "exchanges"}                       how much the corpus holds
{"statistic": "median", "question": "Q7"}     median, lower, upper (quartiles) or mean of the values read
{"graded": "model"}                           matches a model graded, "matches": all of the study's
{"wanted": true}                              responses that were wanted, where fewer are valid
{"missed": "low"}                             whom the rule missed: left_out, looked, found, or worked out of them low, point, high
{"said": "…", "how": "stated"}                a criterion in words: people, stated, inferred, silent, holds
{"order": "number"}                           number, people, inside of the newest order
{"interviews": true}                          interviews of the selected people in the window
{"answers": "quotes"}                         see research.writing: counts of what the report shows
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from research.evidence import Account, Evidence
from research.figures import Figure
from research.people import people

FINE = 20
"""Statistics from here on are shown as whole numbers: speech is no finer."""


def _wanted(_spec: dict[str, Any], account: Account) -> int:
    return account.wanted or 0


def _missed(spec: dict[str, Any], account: Account) -> int:
    counts, name = account.missed, str(spec["missed"])
    if name in counts:
        return counts[name]
    from research.missed import missed  # loads scipy: most figures need none

    return int(getattr(missed(**counts), name))


def _said(spec: dict[str, Any], account: Account) -> int:
    return account.said[spec["said"]][spec["how"]]


def _order(spec: dict[str, Any], account: Account) -> int:
    return account.order[spec["order"]]


ACCOUNTED: dict[str, Callable[[dict[str, Any], Account], int]] = {
    "wanted": _wanted, "missed": _missed, "said": _said, "order": _order,
}  # fmt: skip
"""What a specification asks of the decisions behind a report."""


def derive(id_: str, spec: dict[str, Any], evidence: Evidence) -> Figure:
    """The figure `spec` asks for. The same evidence gives the same figure."""
    if "funnel" in spec:
        return Figure(id_, spec, evidence.funnel[spec["funnel"]][spec["unit"]])
    if "corpus" in spec:
        return Figure(id_, spec, evidence.counts[spec["corpus"]])
    if "graded" in spec:
        return Figure(id_, spec, evidence.graded[spec["graded"]])
    if told := spec.keys() & ACCOUNTED.keys():
        return Figure(id_, spec, ACCOUNTED[told.pop()](spec, evidence.account))
    if "interviews" in spec:
        return Figure(id_, spec, sum(len(ids) for ids in evidence.interviews.values()))
    if "statistic" in spec:
        return _statistic(id_, spec, evidence)
    of = people([*spec["of"], *spec.get("among", ())], evidence)
    base = len(people(spec["among"], evidence)) if "among" in spec else None
    return Figure(id_, spec, len(of), base, shares=evidence.shares)


def _statistic(id_: str, spec: dict[str, Any], evidence: Evidence) -> Figure:
    """Median and quartiles by linear interpolation, rounded to one decimal below FINE, else to whole numbers."""
    read = evidence.questions[spec["question"]].values.values()
    middles = [middle for middle in (value.middle for value in read) if middle is not None]
    if not middles:
        return Figure(id_, spec, 0, None, 0.0)
    if spec["statistic"] == "mean":
        found = float(np.mean(middles))
    else:
        found = float(np.percentile(middles, {"lower": 25, "median": 50, "upper": 75}[spec["statistic"]]))
    return Figure(id_, spec, len(middles), None, round(found, 1 if found < FINE else 0))
