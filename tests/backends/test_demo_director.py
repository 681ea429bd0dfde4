import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mascot.dialogue import USER, Scene, Turn
from tests.backends.demo_group import GUIDED, PIRATE, SUPPORT, TAVERN, WORKPLACE, direct, scene

MESSAGES = st.one_of(
    st.text(max_size=120),
    st.sampled_from(
        [
            "My dog died yesterday.",
            "I got the job!",
            "Should I stay or go?",
            "thanks",
            "What did they decide?",
            "Anchor, are you there?",
            "🙂",
        ]
    ),
)


@st.composite
def requests(draw):
    ensemble = draw(st.sampled_from([SUPPORT, GUIDED, WORKPLACE, TAVERN]))
    speakers = st.sampled_from([USER, *ensemble.ids])
    turns = draw(st.lists(st.builds(Turn, speakers, MESSAGES), max_size=8))
    eligible = draw(st.lists(st.sampled_from(ensemble.ids), min_size=1, unique=True))
    spoken = draw(st.lists(st.sampled_from(ensemble.ids), max_size=4))
    at = Scene(
        ensemble=ensemble,
        turns=tuple(turns),
        spoken=tuple(spoken),
        care=draw(st.booleans()),
        seed=draw(st.none() | st.integers()),
        context=draw(
            st.sampled_from(["", "Ann: We agreed on red.\nBob: Yes.\nAnn: Good.\nBob: Bye."])
        ),
    )
    return at, tuple(eligible), draw(st.booleans())


@settings(max_examples=150, deadline=None)
@given(requests())
def test_the_director_keeps_to_who_is_eligible_and_yields_only_when_it_may(request_):
    at, eligible, may_yield = request_
    answer = direct(at, eligible=eligible, may_yield=may_yield)
    assert answer["speaker"] in (*eligible, *((USER,) if may_yield else ()))
    assert answer["reason"]
    assert bool(answer["action"]) == (answer["speaker"] != USER)


@pytest.mark.parametrize(
    ("message", "first"),
    [
        ("My mother died on Sunday.", "anchor"),
        ("I feel so lonely, nobody ever calls.", "anchor"),
        ("I got the job!", "beacon"),
        ("I'm so grateful, my neighbour drove me to the hospital.", "beacon"),
        ("I'm torn between a pink and a blue car.", "catalyst"),
        ("My roommate never cleans and it annoys me.", "catalyst"),
    ],
)
def test_who_goes_first_fits_the_message(message, first):
    assert direct(scene(message))["speaker"] == first


def test_a_call_for_advice_brings_in_the_action_guide_after_somebody_has_listened():
    turns = (
        Turn(USER, "My boss is unfair and I'm furious. What should I do?"),
        Turn("anchor", "I see."),
    )
    at = Scene(ensemble=GUIDED, turns=turns, spoken=("anchor",))
    assert direct(at)["speaker"] == "action-guide"


def test_fresh_grief_gets_no_steps_and_no_party():
    for spoken in ((), ("anchor",)):
        at = Scene(ensemble=GUIDED, turns=(Turn(USER, "My dad died last night."),), spoken=spoken)
        answer = direct(at)
        assert answer["speaker"] != "action-guide"
        assert not answer["action"].startswith("Celebrate")


def test_reason_and_action_are_about_what_was_said():
    answer = direct(scene("My dog died yesterday."))
    assert "Their dog died yesterday" in answer["reason"]
    assert "their dog" in answer["action"]


def test_both_options_stand_in_the_action():
    action = direct(scene("I'm torn between a pink and a blue car."))["action"]
    assert "a pink car" in action
    assert "a blue car" in action


@pytest.mark.parametrize(("message", "replies"), [("Hi!", 1), ("Thank you!", 1), ("I had tea.", 2)])
def test_it_yields_when_enough_is_said(message, replies):
    turns = [Turn(USER, message)]
    spoken: list[str] = []
    while len(spoken) < 5:
        at = Scene(ensemble=SUPPORT, turns=tuple(turns), spoken=tuple(spoken))
        choice = direct(at, may_yield=bool(spoken))["speaker"]
        if choice == USER:
            break
        turns.append(Turn(choice, "Words."))
        spoken.append(choice)
    assert len(spoken) == replies


def test_a_step_of_their_own_is_backed_and_not_mourned():
    told = ("I lost my job and I'm ashamed to tell my wife.", "Okay. I'll tell her tonight.")
    answer = direct(scene(*told))
    assert answer["speaker"] == "beacon"
    assert "back" in answer["action"]


def test_nobody_is_called_twice_while_somebody_else_is_there():
    at = Scene(
        ensemble=SUPPORT,
        turns=(Turn(USER, "My cat died."), Turn("anchor", "I'm sorry.")),
        spoken=("anchor",),
    )
    assert direct(at)["speaker"] != "anchor"


def test_no_question_is_asked_for_upon_an_open_one():
    at = Scene(
        ensemble=SUPPORT,
        turns=(Turn(USER, "I'm anxious about my exam."), Turn("anchor", "What scares you most?")),
        spoken=("anchor",),
    )
    assert "o further question" in direct(at)["action"] or "no question" in direct(at)["action"]


def test_whoever_is_spoken_to_by_name_is_called():
    answer = direct(scene("Beacon, what do you make of my awful day?"))
    assert answer["speaker"] == "beacon"
    assert "asked for Beacon" in answer["reason"]
    assert (
        direct(scene("Anchor annoyed me yesterday, my boss did too."))["reason"]
        != "They asked for Anchor."
    )


def test_strangers_are_chosen_by_their_cards():
    assert direct(scene("My dog died.", ensemble=TAVERN))["speaker"] == "brook"
    assert (
        direct(scene("I can't decide: should I leave or stay?", ensemble=TAVERN))["speaker"]
        == "holmes"
    )


def test_in_danger_the_gentlest_supports_and_then_the_floor_is_theirs():
    first = direct(scene("I don't want to be here any more", care=True))
    assert first["speaker"] == "anchor"
    assert "no cheering" in first["action"].lower()
    after = scene("I don't want to be here any more", care=True, spoken=("anchor",))
    assert direct(after, may_yield=True)["speaker"] == USER


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Summarise the meeting.", "minutes-scribe"),
        ("What was decided about the price?", "decision-logger"),
        ("Who does what by when?", "action-item-captain"),
        ("What did we overlook?", "critic"),
    ],
)
def test_at_work_the_question_decides(question, first):
    assert (
        direct(scene(question, ensemble=WORKPLACE, context="Ann: Red it is.\nBob: Fine."))[
            "speaker"
        ]
        == first
    )


def test_a_pirate_who_is_called_anchor_holds_no_office():
    pirate = PIRATE.model_copy(update={"id": "anchor", "name": "Salty"})
    crew = SUPPORT.model_copy(update={"personas": (SUPPORT["catalyst"], pirate)})
    assert (
        "Salty"
        not in direct(scene("I can't decide, should I go or stay?", ensemble=crew))["speaker"]
    )
    from tests.backends.demo_group import say

    assert say(scene("My car broke down.", ensemble=crew), "anchor").startswith(("Arr", "Shiver"))
