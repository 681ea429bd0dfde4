"""What a person can do on the page, done in a real browser."""

from __future__ import annotations

import json
import re

import pytest

from tests.support.stub_server import StubServer, fail, say
from tests.ui.conftest import app

pytestmark = pytest.mark.browser

NASTY = "<img src=x onerror=alert(1)> ${alert(2)} {{this}} <script>alert(3)</script>"
SLOW_WORDS = " ".join(f"word{i}" for i in range(200))


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


def slow_group(request):
    """A director that answers at once, and speakers that take their time."""
    if "response_format" in request or "JSON" in str(request["messages"][-1]["content"]):
        return say(
            json.dumps(
                {"speaker": "anchor", "reason": "Grief first.", "action": "Stay.", "tone": "calm"}
            )
        )
    return say(SLOW_WORDS, delay=0.05)


def send(page, text):
    page.locator("#message textarea").fill(text)
    page.keyboard.press("Enter")


def answered(page, text="I got the job after nine months of looking, and I am so happy!"):
    """Sends and waits until all have answered."""
    before = page.locator(".m-you").count()
    send(page, text)
    page.locator(".m-you").nth(before).wait_for()
    page.wait_for_selector("html:not([data-answering])")
    return page


def names(page):
    return page.locator(".m-reply .m-name").all_inner_texts()


def focused(page):
    return page.evaluate("document.activeElement === document.querySelector('#message textarea')")


def test_several_personas_answer_each_under_its_own_name(demo, visit):
    page = answered(visit(demo))
    assert len(set(names(page))) >= 2
    assert page.locator(".m-reply .m-said").all_inner_texts().count("") == 0
    assert page.locator("#message textarea").input_value() == ""
    assert focused(page)
    assert "This is a scripted demo, not a language model." in page.inner_text(".m-banner")
    assert "AI" in page.inner_text("#disclosure")


def test_the_director_explains_itself_when_asked(demo, visit):
    page = answered(visit(demo))
    line = page.locator(".m-reply .m-director").first
    assert not line.locator("dl").is_visible()
    line.locator("summary").click()
    assert "Why" in line.inner_text()
    page.get_by_label("Show the director").check()
    page.locator(".m-reply .m-director dl").last.wait_for()
    answered(page, "And my mother cried on the phone.")
    assert all(line.is_visible() for line in page.locator(".m-reply .m-director dl").all())


def test_markup_and_templates_are_shown_as_text(demo, visit):
    page = answered(visit(demo), NASTY)
    assert page.inner_text(".m-you .m-said") == NASTY
    assert page.locator(".m-log img, .m-log script").count() == 0


def test_an_example_begins_the_talk(demo, visit):
    page = visit(demo)
    text = page.locator(".m-chip").first.inner_text()
    page.locator(".m-chip").first.click()
    page.locator(".m-reply").first.wait_for()
    assert page.inner_text(".m-you .m-said") == text
    assert not page.locator(".m-chip").first.is_visible()
    page.wait_for_selector("html:not([data-answering])")


def test_two_visitors_never_see_each_other(demo, visit):
    mine, yours = visit(demo), visit(demo)
    send(mine, "my secret is a violin")
    send(yours, "my secret is a trumpet")
    for page in (mine, yours):
        page.locator(".m-reply").first.wait_for()
        page.wait_for_selector("html:not([data-answering])")
    yours.reload()
    yours.locator(".m-you").wait_for()
    assert "trumpet" not in mine.inner_text("body")
    assert "violin" not in yours.inner_text("body")


def test_a_reload_keeps_the_talk_and_a_new_chat_begins_another(demo, visit):
    page = answered(visit(demo), "I passed my driving test!")
    said = page.locator(".m-said").all_inner_texts()
    page.reload()
    page.locator(".m-reply").first.wait_for()
    assert page.locator(".m-said").all_inner_texts() == said
    assert page.locator(".m-reply .m-director").count() == len(names(page))
    page.get_by_role("button", name="New chat").click()
    page.locator(".m-opening").wait_for()
    assert page.locator(".m-turn").count() == 0
    page.reload()
    page.locator(".m-opening").wait_for()
    answered(page, "Hello again, I am happy.")
    assert page.locator(".m-you").count() == 1


def test_an_empty_message_is_not_sent(demo, visit):
    page = visit(demo)
    send(page, "   ")
    page.get_by_role("alert").wait_for()
    assert page.locator(".m-turn").count() == 0


def test_a_phone_has_no_sideways_scrolling_and_right_to_left_is_right(demo, visit):
    page = answered(visit(demo, viewport={"width": 360, "height": 740}), "مرحبا " + "x" * 300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    said = page.locator(".m-you .m-said")
    assert said.evaluate("node => getComputedStyle(node).direction") == "rtl"


def test_the_way_to_help_is_in_sight_when_all_is_said(demo, visit):
    page = answered(visit(demo, viewport={"width": 360, "height": 640}), "I want to kill myself.")
    assert page.locator(".m-reply").count() == 1
    top = page.locator(".m-care").bounding_box()["y"]
    assert 0 <= top < 200


def test_stop_keeps_what_was_said_and_a_hasty_message_waits(served, model, visit):
    model.script(slow_group)
    page = visit(served)
    send(page, "My dog died.")
    page.get_by_text("Anchor is typing…").wait_for()
    page.get_by_text("word3").wait_for()
    send(page, "hasty")
    page.get_by_role("alert").get_by_text("still answering").wait_for()
    assert page.locator("#message textarea").input_value() == "hasty"
    assert page.locator(".m-you").count() == 1
    page.get_by_role("button", name="Stop").click()
    page.wait_for_selector("html:not([data-answering])")
    kept = page.inner_text(".m-reply .m-said")
    assert re.match(r"word0 word1 word2 word3", kept)
    assert "word199" not in kept
    page.reload()
    page.locator(".m-reply").wait_for()
    assert page.inner_text(".m-reply .m-said") == kept


def test_closing_the_page_in_mid_reply_keeps_what_was_said(served, model, visit):
    model.script(slow_group)
    page = visit(served)
    send(page, "My dog died.")
    page.get_by_text("word3").wait_for()
    page.reload()
    page.locator(".m-reply").wait_for()
    assert page.inner_text(".m-you .m-said") == "My dog died."
    assert page.inner_text(".m-reply .m-said").startswith("word0 word1 word2 word3")


def test_only_the_reply_being_said_changes_while_it_is_said(served, model, visit):
    model.script(slow_group)
    page = visit(served)
    send(page, "My dog died.")
    page.get_by_text("word2").wait_for()
    page.evaluate("""() => {
        window.touched = new Set();
        new MutationObserver((changes) => changes.forEach((change) => {
            const node = change.target.nodeType === 1 ? change.target : change.target.parentElement;
            window.touched.add(node.closest(".m-turn")?.className ?? node.className);
        })).observe(document.querySelector(".m-log"), { childList: true, subtree: true, characterData: true });
    }""")
    page.get_by_text("word20").wait_for()
    touched = page.evaluate("[...window.touched]")
    page.get_by_role("button", name="Stop").click()
    assert len(touched) == 1
    assert touched[0].startswith("m-turn m-reply")


def test_an_error_is_told_in_words_and_can_be_mended(served, model, visit):
    model.script(lambda _: fail(401, "Incorrect API key provided."))
    page = answered(visit(served), "My dog died.")
    told = page.inner_text(".m-failure")
    assert "key" in told
    assert "Traceback" not in page.inner_text("body")
    assert page.inner_text(".m-you .m-said") == "My dog died."
    model.script(slow_group)
    page.get_by_role("button", name="Try again").click()
    page.get_by_text("word1").wait_for()
    page.get_by_role("button", name="Stop").click()
    page.wait_for_selector("html:not([data-answering])")
