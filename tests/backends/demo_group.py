"""Plays a talk with the demo: director, speaker, director … as the graph would."""

import json

from langchain_core.messages import HumanMessage

from mascot.backends.demo import DemoChatModel
from mascot.dialogue import (
    REQUEST_KEY,
    USER,
    Directive,
    DirectorRequest,
    Request,
    Scene,
    SpeakerRequest,
    Turn,
)
from mascot.personas import DirectorBrief, Ensemble, Exemplar, Persona, load_ensemble

SUPPORT = load_ensemble("emotional-support")
GUIDED = load_ensemble("emotional-support-action-guide")
WORKPLACE = load_ensemble("workplace")

PIRATE = Persona(
    id="redbeard",
    name="Redbeard",
    role="A retired pirate who turns troubles into voyages",
    description="Loud, loyal, and full of sea stories.",
    traits=("boisterous", "loyal", "funny"),
    do=("Compare the trouble to the sea", "Never mention the plank"),
    exemplars=(
        Exemplar(
            user="I lost my keys.",
            reply="Arr, matey! Ye've lost yer keys, but not yer wits. Let's be huntin' fer 'em. Fair winds!",
        ),
        Exemplar(user="My boss is mean.", reply="Shiver me timbers! Who sails with ye?"),
    ),
)
DETECTIVE = Persona(
    id="holmes",
    name="Holmes",
    role="A consulting detective who looks for the telling detail",
    description="Observant and cool.",
    traits=("analytical", "observant"),
    do=("Point out the detail that everyone else missed",),
)
MONK = Persona(
    id="brook",
    name="Brook",
    role="Someone who has time and a kind word",
    description="A quiet monk who comforts.",
    traits=("calm", "poetic"),
    exemplars=(Exemplar(user="so stressed", reply="breathe in. the water does not hurry 🌿"),),
)
TAVERN = Ensemble(
    id="tavern",
    name="Tavern",
    description="Odd company.",
    setting="A tavern at night.",
    personas=(PIRATE, DETECTIVE, MONK),
    director=DirectorBrief(brief="Be kind."),
)


def ask(request: Request, **settings) -> str:
    """What the demo answers to one request."""
    prompt = HumanMessage("ignored", additional_kwargs={REQUEST_KEY: request})
    return str(DemoChatModel(**settings).invoke([prompt]).content)


def scene(*messages: str, ensemble: Ensemble = SUPPORT, **fields) -> Scene:
    """A scene in which the user has sent these messages and nobody has answered."""
    turns = tuple(Turn(USER, message) for message in messages)
    return Scene(ensemble=ensemble, turns=turns, **fields)


def direct(at: Scene, *, eligible: tuple[str, ...] = (), may_yield: bool = False) -> dict[str, str]:
    """The director's answer."""
    request = DirectorRequest(scene=at, eligible=eligible or at.ensemble.ids, may_yield=may_yield)
    answer: dict[str, str] = json.loads(ask(request))
    return answer


def say(at: Scene, persona_id: str, action: str = "", avoid: str | None = None) -> str:
    """A persona's answer to a directive with this action."""
    persona = at.ensemble[persona_id]
    directive = Directive(speaker=persona_id, action=action)
    return ask(SpeakerRequest(scene=at, persona=persona, directive=directive, avoid=avoid))


def talk(
    *messages: str, ensemble: Ensemble = SUPPORT, replies: int | None = None, **fields
) -> list[Turn]:
    """A whole talk; with ``replies`` the director may not yield before so many."""
    turns: tuple[Turn, ...] = ()
    for message in messages:
        turns += (Turn(USER, message),)
        spoken: tuple[str, ...] = ()
        while len(spoken) < (replies or ensemble.replies):
            at = Scene(ensemble=ensemble, turns=turns, spoken=spoken, **fields)
            eligible = tuple(i for i in ensemble.ids if not spoken or i != spoken[-1])
            choice = direct(at, eligible=eligible, may_yield=bool(spoken) and not replies)
            if choice["speaker"] == USER:
                break
            directive = Directive(**choice)
            persona = ensemble[choice["speaker"]]
            text = ask(SpeakerRequest(scene=at, persona=persona, directive=directive))
            turns += (Turn(persona.id, text),)
            spoken += (persona.id,)
    return list(turns)
