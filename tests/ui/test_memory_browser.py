"""Memory on the page, used as a person uses it, in a real browser on the demo."""

from __future__ import annotations

import pytest

from tests.ui.conftest import app
from tests.ui.pages import answered, done
from tests.ui.test_panels_browser import tab, told, unfold

pytestmark = pytest.mark.browser

SAID = "My name is Ann. My sister is called Mia."


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    with app(tmp_path_factory.mktemp("demo"), "--backend", "demo") as url:
        yield url


def learnt(page):
    return page.locator(".m-memory")


def rows(page):
    return page.locator("#memory-list li .p-who")


def test_memory_is_turned_on_seen_changed_deleted_and_turned_off(demo, visit):
    page = visit(demo)
    answered(page, SAID)
    panel = tab(page, "Memory")
    panel.get_by_text("Nothing is remembered of you.").wait_for()
    assert learnt(page).count() == 0
    panel.locator("#memory-switch input").check()
    told(page, "#memory-told", "Memory is on.")

    answered(page, SAID)
    learnt(page).nth(1).wait_for()
    assert "The group will remember: User is called Ann." in learnt(page).nth(0).inner_text()
    rows(page).nth(1).wait_for()
    learnt(page).nth(0).get_by_role("button", name="Undo").click()
    page.locator("#hint").get_by_text("Forgotten: User is called Ann.").wait_for()
    panel.get_by_text("User is called Ann.").wait_for(state="detached")

    answered(page, "@anchor I love gardening with her.")
    panel.get_by_text("Anchor alone knows").wait_for()
    panel.get_by_role("button", name="Edit: User loves gardening with her.").click()
    page.locator("#memory-words textarea").fill("User loves gardening.")
    page.locator("#memory-save").click()
    told(page, "#memory-told", "Changed.")
    panel.get_by_role("button", name="Edit: User loves gardening.").wait_for()
    panel.get_by_role("button", name="Edit: User has a sister called Mia.").click()
    page.locator("#memory-words textarea").fill("My password is hunter2")
    page.locator("#memory-save").click()
    told(page, "#memory-told", "This cannot be kept")
    page.locator("#memory-cancel").click()

    page.reload()
    page.locator(".m-reply").first.wait_for()
    panel = tab(page, "Memory")
    rows(page).nth(1).wait_for()
    assert panel.locator("#memory-switch input").is_checked()
    panel.get_by_role("button", name="Forget: User has a sister called Mia.").click()
    told(page, "#memory-told", "Forgotten: User has a sister called Mia.")
    assert rows(page).count() == 1

    panel.locator("#memory-switch input").uncheck()
    told(page, "#memory-told", "Nothing is deleted.")
    assert rows(page).count() == 1
    before = learnt(page).count()
    answered(page, "My brother is called Tom.")
    assert learnt(page).count() == before
    assert rows(page).count() == 1

    page.locator("#memory-clear").click()
    page.locator("#memory-sure").click()
    told(page, "#memory-told", "One memory is deleted for good.")
    panel.get_by_text("Nothing is remembered of you.").wait_for()


def test_another_visitor_sees_nothing_of_it(demo, visit):
    page = visit(demo)
    tab(page, "Memory").locator("#memory-switch input").check()
    told(page, "#memory-told", "Memory is on.")
    answered(page, SAID)
    rows(page).nth(1).wait_for()
    stranger = visit(demo)
    tab(stranger, "Memory").get_by_text("Nothing is remembered of you.").wait_for()
    assert not stranger.locator("#memory-switch input").is_checked()


def test_all_tabs_are_within_reach_on_a_narrow_page(demo, visit):
    page = visit(demo, viewport={"width": 390, "height": 800})
    unfold(page, "#right")
    for name in ("Group", "Model", "Conduct", "Context", "Memory"):
        page.locator("#right").get_by_role("tab", name=name).click()
        page.locator(f"#{name.lower()}-panel").wait_for()
    done(page)
