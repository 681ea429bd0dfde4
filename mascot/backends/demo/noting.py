"""What the demo remembers and sums up: a few patterns, where a language model would read.

It is a script like the rest of the demo, so that memory can be tried without a model. It sees
names, people, work and plans that are said plainly and in English, and nothing else.
"""

from __future__ import annotations

import re

from mascot.dialogue import USER, FactsRequest, SummaryRequest

_NAME = r"(?P<name>[A-Z][\w'’-]{1,30})"
_PEOPLE = (
    "mother|father|mum|mom|dad|parents?|sister|brother|wife|husband|partner|girlfriend|boyfriend|"
    "fianc[eé]e?|daughter|son|kids?|child|children|friend|best friend|grandmother|grandfather|"
    "grandma|grandpa|aunt|uncle|cousin|boss|colleague|neighbou?r|roommate|dog|cat|horse|rabbit"
)
_JOBS = (
    "accountant|actor|architect|artist|baker|barista|builder|carer|caregiver|carpenter|cashier|chef|"
    "cleaner|consultant|cook|dentist|designer|developer|doctor|driver|electrician|engineer|farmer|"
    "firefighter|gardener|hairdresser|journalist|lawyer|librarian|manager|mechanic|midwife|musician|"
    "nurse|painter|paramedic|pharmacist|photographer|pilot|plumber|police officer|programmer|"
    "psychologist|receptionist|researcher|salesperson|scientist|secretary|social worker|soldier|"
    "student|surgeon|teacher|therapist|translator|vet|waiter|waitress|writer"
)
_TODAY = r"tomorrow|tonight|next \w+|this (?:week|weekend|month|year|summer|winter|spring|autumn)|(?:on|in) [A-Z]\w+"

_PATTERNS = (
    (
        rf"\b(?:[Mm]y name is|I(?:'|’)m called|I am called|[Pp]lease call me) {_NAME}",
        "is called {name}",
    ),
    (
        rf"\b[Mm]y (?P<who>{_PEOPLE}),? (?:is called |is named |called |named )?{_NAME}\b",
        "has a {who} called {name}",
    ),
    (
        (
            rf"\bI(?:'|’)?(?: a)?m an? (?P<job>(?:\w+ )?(?:{_JOBS}))\b|"
            rf"\bI work as an? (?P<job2>[a-z]+(?: [a-z]+)?)\b"
        ),
        "works as {job}",
    ),
    (r"\bI work (?P<place>(?:at|in|for) [^.,;:!?\n]{2,50})", "works {place}"),
    (
        rf"\bI(?:'|’)?(?: a)?m (?:going|planning) to (?P<plan>[^.,;:!?\n]{{2,80}}?\b(?:{_TODAY}))",
        "is going to {plan}",
    ),
    (
        (
            rf"\bI have (?P<thing>an? (?:job interview|interview|exam|test|operation|surgery|"
            rf"wedding|appointment)[^.,;:!?\n]{{0,30}}?\b(?:{_TODAY}))"
        ),
        "has {thing}",
    ),
    (
        r"\bI (?:really |just )?(?P<verb>love|hate|collect|play) (?P<what>[a-z][^.,;:!?\n]{2,40})",
        "{verb}s {what}",
    ),
)
_COMPILED = tuple((re.compile(pattern), said) for pattern, said in _PATTERNS)
_NO_NAME = frozenset({"I", "And", "But", "So", "He", "She", "They", "Is", "Was", "Has", "Just"})
_AT_ONCE = 5
_SUMMARY, _SAID = 700, 90


def facts(request: FactsRequest) -> list[str]:
    """The facts that the patterns find in the user's words."""
    found: dict[str, None] = {}
    known = {text.casefold() for text in request.known}
    for words in request.words:
        for pattern, said in _COMPILED:
            for match in pattern.finditer(words):
                parts = {k.rstrip("2"): v.strip() for k, v in match.groupdict().items() if v}
                if parts.get("name") in _NO_NAME:
                    continue
                fact = f"User {said.format(**parts)}."
                if fact.casefold() not in known:
                    found[fact] = None
    return list(found)[:_AT_ONCE]


def summary(request: SummaryRequest) -> str:
    """The beginnings of what the user said, the latest kept where all is too much."""
    lines = [
        f"User said: “{_beginning(turn.text)}”" for turn in request.turns if turn.speaker == USER
    ]
    text = " ".join([*([request.before] if request.before else []), *lines])
    return text if len(text) <= _SUMMARY else f"… {text[-_SUMMARY:]}"


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SAID else f"{line[:_SAID].rsplit(' ', 1)[0]} …"
