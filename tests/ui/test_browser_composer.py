"""Members, mentions, and what the group does when it is asked to, in a real browser."""

from __future__ import annotations

import pytest

from tests.ui.conftest import app
from tests.ui.pages import answered, done, said

pytestmark = pytest.mark.browser

GROUP = """
id: pair
name: Pair
description: Two.
setting: A kitchen.
director: {brief: Let both speak.}
personas:
  - {id: anna, name: Anna Maria, role: Listens, description: Calm., aliases: [Mia], emoji: 🌙}
  - {id: bob, name: Bob, role: Asks, description: Curious., colour: "#2a6f9e"}
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    (folder / "pair.yaml").write_text(GROUP)
    with app(folder, "--backend", "demo", "--ensemble", str(folder / "pair.yaml")) as url:
        yield url


@pytest.fixture
def page(demo, visit):
    page = visit(demo)
    page.locator("[data-member]").first.wait_for()
    return page


def box(page):
    return page.locator("#message textarea")


def options(page):
    return page.locator(".m-mentions:not([hidden]) [role=option] .m-name").all_inner_texts()


def names(page):
    return page.locator(".m-reply .m-name").all_inner_texts()


def test_a_mention_is_completed_with_the_keyboard_names_with_spaces_too(page):
    box(page).press_sequentially("Dear @")
    assert options(page) == ["Anna Maria", "Bob"]
    page.keyboard.press("ArrowDown")
    active = box(page).get_attribute("aria-activedescendant")
    assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert box(page).input_value() == "Dear @Anna Maria "
    assert options(page) == []
    page.keyboard.type("what now?")
    page.keyboard.press("Enter")
    page.locator(".m-reply").wait_for()
    done(page)
    assert names(page) == ["Anna Maria"]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("@mi", ["Anna Maria"]),
        ("@anna m", ["Anna Maria"]),
        ("@mar", ["Anna Maria"]),
        ("@BO", ["Bob"]),
        ("@zed", []),
        ("@Bob", []),
        ("mail@bo", []),
        ("@bob hello", []),
    ],
)
def test_names_and_aliases_are_found_from_their_beginnings(page, typed, offered):
    box(page).press_sequentially(typed)
    assert options(page) == offered


def test_escape_closes_the_list_and_tab_and_a_click_choose(page):
    box(page).press_sequentially("@b")
    page.keyboard.press("Escape")
    assert (options(page), box(page).input_value()) == ([], "@b")
    box(page).fill("")
    box(page).press_sequentially("@b")
    page.keyboard.press("Tab")
    assert box(page).input_value() == "@Bob "
    box(page).press_sequentially("and @a")
    page.locator(".m-mention").click()
    assert box(page).input_value() == "@Bob and @Anna Maria "
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_shift_enter_makes_a_line_and_sends_nothing(page):
    box(page).press_sequentially("one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    assert box(page).input_value() == "one\ntwo"
    assert page.locator(".m-turn").count() == 0


def test_a_click_on_a_member_lets_it_speak_and_a_muted_one_is_passed_over(page):
    answered(page, "I found a flat, and I am so happy!")
    before = len(names(page))
    page.get_by_role("button", name="Let speak: Anna Maria").click()
    page.locator(".m-reply").nth(before).wait_for()
    done(page)
    assert names(page)[before:] == ["Anna Maria"]
    mute = page.get_by_role("button", name="Mute Anna Maria")
    mute.click()
    page.locator('.m-mute[aria-pressed="true"]').wait_for()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Mute Anna Maria"
    before = len(names(page))
    answered(page, "And it has a garden!")
    assert set(names(page)[before:]) == {"Bob"}
    page.reload()
    page.locator('.m-mute[aria-pressed="true"]').wait_for()
    mute.click()
    page.locator('.m-mute[aria-pressed="true"]').wait_for(state="detached")


def test_the_group_talks_on_by_itself_and_comes_to_an_end(page):
    answered(page, "I found a flat, and I am so happy!")
    before = said(page)
    page.get_by_role("button", name="Let them talk").click()
    page.wait_for_selector("html[data-answering]")
    done(page)
    assert said(page)[: len(before)] == before
    assert len(said(page)) > len(before)
    assert page.locator(".m-you").count() == 1


def test_what_it_took_is_told_by_participant(page):
    answered(page, "I found a flat, and I am so happy!")
    assert not page.locator(".m-spending").is_visible()
    page.get_by_label("Show the director").check()
    page.locator(".m-spending").wait_for()
    heads = page.locator(".m-spending tbody th").all_inner_texts()
    assert heads[0] == "Director"
    assert set(heads[1:]) == set(names(page))
