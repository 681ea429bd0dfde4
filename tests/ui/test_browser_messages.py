"""What can be done to a message, done in a real browser."""

from __future__ import annotations

import json
import re

import pytest

from tests.support.stub_server import StubServer, say
from tests.ui.conftest import app
from tests.ui.pages import answered, done, said, toolbar

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    with app(tmp_path_factory.mktemp("demo"), "--backend", "demo") as url:
        yield url


@pytest.fixture(scope="module")
def model():
    with StubServer() as server:
        yield server


@pytest.fixture(scope="module")
def served(tmp_path_factory, model):
    with app(tmp_path_factory.mktemp("served"), "--backend", f"vllm:{model.url}#stub") as url:
        yield url


def counts(page):
    return page.locator(".m-count").all_inner_texts()


def test_a_reply_is_said_anew_and_its_versions_are_flipped_with_the_rest_untouched(demo, visit):
    page = answered(visit(demo))
    first, *rest = said(page, ".m-reply")
    toolbar(page, ".m-reply", 0, "Say anew")
    page.locator(".m-count").wait_for()
    done(page)
    assert counts(page) == ["2/2"]
    anew, *others = said(page, ".m-reply")
    assert (anew != first, others) == (True, rest)
    toolbar(page, ".m-reply", 0, "Previous version")
    page.get_by_text("1/2").wait_for()
    assert said(page, ".m-reply") == [first, *rest]
    assert page.evaluate("document.activeElement.dataset.do") == "choose"
    page.reload()
    page.locator(".m-count").wait_for()
    assert (counts(page), said(page, ".m-reply")) == (["1/2"], [first, *rest])


def test_a_round_is_answered_anew_and_both_rounds_stay(demo, visit):
    page = answered(visit(demo))
    before = said(page, ".m-reply")
    toolbar(page, ".m-you", 0, "Answer anew")
    page.locator(".m-count").wait_for()
    done(page)
    assert counts(page) == ["2/2"]
    toolbar(page, ".m-you", 0, "Previous answers")
    page.get_by_text("1/2").wait_for()
    assert said(page, ".m-reply") == before


def test_an_edited_message_is_answered_anew_and_what_follows_stays(demo, visit):
    page = answered(answered(visit(demo), "I lost my keys."), "And now @Beacon sings.")
    later = said(page, ".m-you")[1]
    toolbar(page, ".m-you", 0, "Edit")
    box = page.get_by_role("textbox", name="Your message")
    assert box.input_value() == "I lost my keys."
    box.fill("I found my keys!")
    box.press("Enter")
    page.locator(".m-count").wait_for()
    done(page)
    assert said(page, ".m-you") == ["I found my keys!", later]
    assert "edited" in page.locator(".m-you").first.inner_text()


def test_a_personas_words_are_edited_and_escape_leaves_them(demo, visit):
    page = answered(visit(demo))
    kept = said(page, ".m-reply")
    toolbar(page, ".m-reply", 0, "Edit")
    page.locator(".m-edit textarea").fill("never")
    page.keyboard.press("Escape")
    assert said(page, ".m-reply") == kept
    toolbar(page, ".m-reply", 0, "Edit")
    page.locator(".m-edit textarea").fill("<b>Other</b> words")
    page.keyboard.press("Enter")
    page.get_by_text("<b>Other</b> words").wait_for()
    assert said(page, ".m-reply") == ["<b>Other</b> words", *kept[1:]]


def test_rewinding_asks_first_and_then_takes_away_what_follows(demo, visit):
    page = answered(answered(visit(demo)), "And my mother cried on the phone.")
    everything = said(page)
    toolbar(page, ".m-reply", 0, "Rewind to here")
    page.get_by_text(f"Remove the {len(everything) - 2} messages below?").wait_for()
    page.locator(".m-ask").get_by_role("button", name="Keep").click()
    assert said(page) == everything
    toolbar(page, ".m-reply", 0, "Rewind to here")
    page.locator(".m-ask").get_by_role("button", name="Remove").click()
    page.wait_for_function("document.querySelectorAll('.m-turn').length === 2")
    page.reload()
    page.locator(".m-reply").wait_for()
    assert said(page) == everything[:2]


def test_a_branch_is_another_chat(demo, visit):
    page = answered(answered(visit(demo)), "And my mother cried on the phone.")
    everything = said(page)
    toolbar(page, ".m-reply", 0, "Branch from here")
    page.get_by_text("This is a branch").wait_for()
    assert said(page) == everything[:2]
    answered(page, "Another way.")
    assert said(page)[2] == "Another way."


def test_the_actions_are_reached_with_the_keyboard_alone(demo, visit):
    page = answered(visit(demo))
    page.locator("#message textarea").focus()
    focused = (
        "[document.activeElement.dataset.do, document.activeElement.closest('.m-turn')?.className]"
    )
    for _ in range(8):
        page.keyboard.press("Shift+Tab")
        if page.evaluate(focused)[0]:
            break
    deed, turn = page.evaluate(focused)
    assert (deed, "m-reply" in turn) == ("regenerate", True)
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focused)[0] == "edit"
    for _ in range(page.locator(".m-turn").count() - 1):
        page.keyboard.press("ArrowUp")
    deed, turn = page.evaluate(focused)
    assert (deed, "m-you" in turn) == ("edit", True)
    page.keyboard.press("Enter")
    page.locator(".m-edit textarea").wait_for()


def slow_group(request):
    if "response_format" in request or "JSON" in str(request["messages"][-1]["content"]):
        choice = {"speaker": "anchor", "reason": "Grief first.", "action": "Stay.", "tone": "calm"}
        return say(json.dumps(choice))
    return say(" ".join(f"word{i}" for i in range(200)), delay=0.05)


def test_escape_stops_what_is_said_anew_and_keeps_both(served, model, visit):
    model.script(
        lambda request: slow_group(request) if "response_format" in request else say("Hm.")
    )
    page = answered(visit(served), "My dog died. @Anchor")
    assert said(page, ".m-reply") == ["Hm."]
    model.script(slow_group)
    toolbar(page, ".m-reply", 0, "Say anew")
    page.get_by_text("word3").wait_for()
    assert page.locator(".m-reply").count() == 1
    page.keyboard.press("Escape")
    page.get_by_text("2/2").wait_for()
    assert re.match(r"word0 word1 word2 word3", said(page, ".m-reply")[0])
    toolbar(page, ".m-reply", 0, "Previous version")
    page.get_by_text("1/2").wait_for()
    assert said(page, ".m-reply") == ["Hm."]
