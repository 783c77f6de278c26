"""Who is counted: conditions on the evidence, each a set of respondents. Every figure is made of these and no others.

A condition is a plain dict, so that a figure can be stored and counted again:

    {"question": "Q1", "status": "answered"}        what happened to a question
    {"question": "Q1", "theme": "T2"}                says a theme (newest answer); with "wave": in that wave
    {"question": "Q1", "none_of": ["T1", "T2"]}      answered and says none of these themes
    {"question": "Q1", "option": "less"}             chose an option; with "wave": in that wave
    {"question": "Q2", "option": "price", "within": 3}   put it among the first three
    {"question": "Q7", "from": 100, "below": 200}    a value in [from, below)
    {"question": "Q7", "read": true}                 a value could be read; "unread": answered, none could
    {"question": "Q7", "aside": true}                what was read is of another aspect or period than was asked
    {"profile": "gender", "value": "女"}               or {"profile": "gender", "not": "女"}: everybody else
    {"returned": true}                               interviewed in every wave of the window; false: not
"""

from collections.abc import Sequence
from typing import Any

from research.evidence import Evidence, QuestionEvidence, ReadValue

Condition = dict[str, Any]


def people(conditions: Sequence[Condition], evidence: Evidence) -> set[str]:
    """The selected respondents for whom every condition holds; all of them for no condition."""
    left = set(evidence.respondents)
    for condition in conditions:
        left &= _holds(condition, evidence)
    return left


def _holds(condition: Condition, evidence: Evidence) -> set[str]:
    if "profile" in condition:
        name = condition["profile"]
        if "not" in condition:
            return {who for who, profile in evidence.profiles.items() if profile[name] != condition["not"]}
        return {who for who, profile in evidence.profiles.items() if profile[name] == condition["value"]}
    if "returned" in condition:
        returned = set(evidence.returned)
        return returned if condition["returned"] else set(evidence.respondents) - returned
    asked = evidence.questions[condition["question"]]
    if "status" in condition:
        return {who for who, status in asked.statuses.items() if status == condition["status"]}
    if "answered_in" in condition:
        return set(asked.waves.get(condition["answered_in"], ()))
    if "none_of" in condition:
        coded = {who for theme in asked.themes if theme.id in condition["none_of"] for who in theme.people}
        return set(asked.answers) - coded
    if "unread" in condition:
        return set(asked.answers) - set(asked.values) - set(asked.aside)
    if "aside" in condition:
        return set(asked.aside)
    if "theme" in condition:
        return _theme(condition, asked)
    values = asked.values_by_wave.get(condition["wave"], {}) if "wave" in condition else asked.values
    return {who for who, value in values.items() if _value_holds(condition, value)}


def _theme(condition: Condition, asked: QuestionEvidence) -> set[str]:
    theme = next(one for one in asked.themes if one.id == condition["theme"])
    return set(theme.waves.get(condition["wave"], ()) if "wave" in condition else theme.people)


def _value_holds(condition: Condition, value: ReadValue) -> bool:
    if "read" in condition:
        return True
    if "within" in condition:
        return condition["option"] in value.order[: condition["within"]]
    if "option" in condition:
        return bool(value.option == condition["option"])
    middle = value.middle
    return middle is not None and bool(condition["from"] <= middle < condition["below"])
