"""The side panels, used as a person uses them, in a real browser on the demo."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mascot.personas import load_ensemble, parse_ensemble
from tests.personas import cards
from tests.support.stub_server import StubServer, fail, say
from tests.ui.conftest import app
from tests.ui.pages import answered, done, said

pytestmark = pytest.mark.browser

NASTY = "<img src=x onerror=alert(1)> ${alert(2)} {{this}} <script>alert(3)</script>"
CREW = """\
# My crew.
id: crew
name: Night crew
description: Two who listen.
setting: A chat at night.
director: {brief: Owl first.}
personas:
  - id: owl   # the old one
    name: Owl
    role: Keeps company
    description: Has worked nights for years.
  - emotional-support/anchor
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    groups = folder / "groups"
    groups.mkdir()
    (groups / "crew.yaml").write_text(CREW)
    (groups / "broken.yaml").write_text("id: [")
    with app(folder, "--backend", "demo", "--groups", str(groups)) as url:
        yield url


@pytest.fixture
def page(demo, visit):
    return visit(demo)


def unfold(page, side):
    """Opens a sidebar."""
    if "open" not in (page.locator(side).get_attribute("class") or "").split():
        page.locator(f"{side} .toggle-button").click()
    return page.locator(side)


def tab(page, name):
    unfold(page, "#right").get_by_role("tab", name=name).click()
    return page.locator(f"#{name.lower()}-panel")


def choose(page, dropdown, label):
    page.locator(f"{dropdown} input").click()
    page.get_by_role("option", name=label, exact=True).click()


def told(page, where, text):
    page.locator(where).get_by_text(text).wait_for()


def roster(page):
    return page.locator("#roster .m-name").all_inner_texts()


def chips(page):
    return page.locator("[data-member] .m-name").all_inner_texts()


def typed(page, text):
    """The editor with this text in it."""
    page.locator("#yaml .cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def sent(page, button, name, data):
    with page.expect_file_chooser() as chooser:
        page.locator(button).click()
    chooser.value.set_files({"name": name, "mimeType": "text/plain", "buffer": data})


def saved(page, button):
    with page.expect_download() as download:
        page.locator(button).click()
    return download.value.suggested_filename, Path(download.value.path()).read_text("utf-8")


# Group


def test_another_group_is_picked_and_talks(page):
    tab(page, "Group")
    choose(page, "#pick-group", "Night crew")
    told(page, "#group-told", "Now with Owl, Anchor.")
    assert roster(page) == ["Owl", "Anchor"]
    assert page.inner_text("#head h1") == "Night crew"
    answered(page)
    assert set(page.locator(".m-reply .m-name").all_inner_texts()) <= {"Owl", "Anchor"}
    page.reload()
    page.locator(".m-reply").first.wait_for()
    assert page.inner_text("#head h1") == "Night crew"


def test_members_join_and_leave_in_mid_chat(page):
    answered(page)
    tab(page, "Group")
    choose(page, "#add-member", "Action Guide")
    told(page, "#group-told", "Action Guide has joined.")
    assert roster(page)[-1] == "Action Guide"
    for name in ("Anchor", "Catalyst", "Beacon"):
        page.get_by_label(f"Remove {name} from the group").click()
        told(page, "#group-told", f"{name} has left.")
    answered(page, "And what now? What should I do first?")
    assert page.locator(".m-reply .m-name").last.inner_text() == "Action Guide"
    page.get_by_label("Remove Action Guide from the group").click()
    told(page, "#group-told", "the last member")
    assert roster(page) == ["Action Guide"]


def test_a_persona_is_edited_in_the_form_and_markup_is_text(page):
    tab(page, "Group")
    page.get_by_label("Edit Beacon").click()
    name = page.locator("#member-name").get_by_role("textbox")
    name.fill("[Beacon]")
    page.locator("#save-member").click()
    page.get_by_role("alert").get_by_text("name:").wait_for()
    assert name.input_value() == "[Beacon]"
    name.fill("<b>Sun</b>")
    page.get_by_label("Role").fill(NASTY)
    page.locator("#save-member").click()
    told(page, "#group-told", "is saved")
    assert roster(page)[-1] == "<b>Sun</b>"
    assert chips(page)[-1] == "<b>Sun</b>"
    assert page.locator("#roster img, #roster script, #members img").count() == 0


def test_somebody_new_joins_from_an_empty_form(page):
    tab(page, "Group")
    choose(page, "#add-member", "Somebody new …")
    page.locator("#member-name").get_by_role("textbox").fill("Möwe")
    page.locator("#save-member").click()
    page.get_by_role("alert").get_by_text("role").first.wait_for()
    page.get_by_label("Role").fill("Asks where the sea is")
    page.get_by_label("Description").fill("A gull.")
    page.locator("#save-member").click()
    told(page, "#group-told", "Möwe has joined.")
    assert roster(page)[-1] == "Möwe"


def test_yaml_is_checked_while_it_is_written_and_comments_stay(page):
    tab(page, "Group")
    page.locator("#show-yaml").click()
    page.locator("#yaml .cm-content").wait_for()
    typed(page, CREW + "repliess: 3\n")
    told(page, "#yaml-problems", "line 13: repliess")
    page.locator("#use-yaml").click()
    told(page, "#group-told", "has problems")
    assert page.inner_text("#head h1") == "Emotional support"
    typed(page, CREW)
    told(page, "#yaml-problems", "No problems.")
    page.locator("#use-yaml").click()
    told(page, "#group-told", "Now with Owl, Anchor.")
    page.get_by_label("Edit Owl").click()
    page.get_by_label("Role").fill("Knows the hour")
    page.locator("#save-member").click()
    told(page, "#group-told", "Owl is saved.")
    name, text = saved(page, "#download-yaml")
    assert name == "crew.yaml"
    assert text == CREW.replace("Keeps company", "Knows the hour")


def test_a_shipped_group_is_downloaded_as_its_author_wrote_it(page):
    tab(page, "Group")
    _, text = saved(page, "#download-yaml")
    assert text.startswith("# The companions of a personal conversation")
    assert parse_ensemble(text) == load_ensemble("emotional-support")


def test_a_yaml_file_is_uploaded_and_a_bad_one_told_in_words(page):
    tab(page, "Group")
    sent(page, "#upload-yaml", "crew.yaml", CREW.encode())
    told(page, "#group-told", "Now with Owl, Anchor.")
    sent(page, "#upload-yaml", "latin.yaml", "id: crew\nname: Fr\xe9d\n".encode("latin-1"))
    told(page, "#group-told", "latin.yaml: line 2 holds the byte 0xe9, which is not UTF-8")
    sent(page, "#upload-yaml", "large.yaml", b"#" * 1_000_000)
    told(page, "#group-told", "large.yaml: is larger than 262 KB")
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{k}: &{k} [{', '.join([f'*{p}'] * 9)}]\n" for p, k in ("ab", "bc", "cd", "de", "ef")
    )
    sent(page, "#upload-yaml", "bomb.yaml", bomb.encode())
    told(page, "#yaml-problems", "more than 20,000 values")
    assert roster(page) == ["Owl", "Anchor"]


def test_the_character_of_a_card_joins_and_a_broken_one_is_told_in_words(page):
    tab(page, "Group")
    card = cards.png(cards.text("chara", cards.b64(cards.v2(name=NASTY))))
    sent(page, "#upload-card", "wren.png", card)
    told(page, "#group-told", "has joined. Lorebook entries that wait for keywords (1) are kept")
    assert len(roster(page)) == 4
    sent(page, "#upload-card", "wren.json", cards.packed(cards.v2()))
    told(page, "#group-told", "Wren has joined.")
    assert roster(page)[-1] == "Wren"
    sent(page, "#upload-card", "cut.png", card[:-200])
    told(page, "#group-told", "cut.png: ends in the middle of its 'tEXt' part")
    assert len(roster(page)) == 5


# Model


def test_the_demo_is_shown_plainly_and_tested(page):
    tab(page, "Model")
    told(page, "#model-current", "scripted, not a language model")
    page.locator("#model-test").click()
    told(page, "#model-told", "It is not a language model.")


def test_a_model_is_tested_chosen_and_its_key_kept_from_the_page(page, tmp_path):
    with StubServer(models=("qwen", "director", "speaker"), key="sk-secret-1") as model:
        tab(page, "Model")
        page.get_by_text("What can be written here").click()
        page.get_by_role("button", name="vllm:http://127.0.0.1:8000").click()
        field = page.locator("#model-spec").get_by_role("textbox")
        field.wait_for()
        page.wait_for_function(
            "document.querySelector('#model-spec input, #model-spec textarea').value.startsWith('vllm:')"
        )
        field.fill(f"vllm:{model.url}")
        page.locator("#model-test").click()
        told(page, "#model-told", "it refused the key (HTTP 401)")
        page.locator("#model-key input").fill("sk-secret-1")
        page.locator("#model-test").click()
        told(page, "#model-told", "adapters director, speaker; first token")
        assert "scripted demo" in page.inner_text("#head")
        model.script(lambda request: say("A word from the stub."))
        page.locator("#model-use").click()
        told(page, "#model-told", "The next reply comes from it.")
        assert "scripted" not in page.inner_text("#head")
        answered(page)
        assert "A word from the stub." in said(page, ".m-reply")
        everything = page.content() + json.dumps(
            page.evaluate("({...localStorage, ...sessionStorage})")
        )
        assert "sk-secret-1" not in everything


def test_an_address_where_nobody_is_changes_nothing(page):
    tab(page, "Model")
    page.locator("#model-spec").get_by_role("textbox").fill("vllm:http://127.0.0.1:9")
    page.locator("#model-use").click()
    told(page, "#model-told", "cannot reach it")
    assert "scripted demo" in page.inner_text("#head")
    answered(page)


# Conduct


def test_turns_replies_and_silence(page):
    tab(page, "Conduct")
    page.get_by_label("In turn").check()
    choose(page, "#replies", "2")
    page.locator("#muted").get_by_label("Catalyst").check()
    page.locator("[data-member=catalyst] .m-mute[aria-pressed=true]").wait_for()
    answered(page)
    assert page.locator(".m-reply .m-name").all_inner_texts() == ["Anchor", "Beacon"]
    page.reload()
    page.locator(".m-reply").first.wait_for()
    panel = tab(page, "Conduct")
    panel.get_by_label("In turn").wait_for()
    assert panel.get_by_label("In turn").is_checked()
    assert page.locator("#muted").get_by_label("Catalyst").is_checked()


def test_they_talk_among_themselves_so_long(page):
    answered(page)
    before = page.locator(".m-reply").count()
    tab(page, "Conduct")
    number = page.locator("#auto input[type=number]")
    number.fill("1")
    number.press("Tab")
    page.locator("#talk").click()
    page.locator(".m-reply").nth(before).wait_for()
    done(page)
    once = page.locator(".m-reply").count() - before
    assert 1 <= once <= 3


# Context


def test_a_pasted_transcript_stands_collapsed_above_the_chat(page):
    tab(page, "Context")
    page.locator("#context-use").click()
    told(page, "#context-told", "Write or paste something first")
    page.locator("#context-text textarea").fill(f"Ann: We ship on Friday. {NASTY}\nBob: I test it.")
    page.locator("#context-use").click()
    told(page, "#context-told", "They know it from the next message on.")
    page.locator("#head").get_by_text("What the talk is about").click()
    assert "Bob: I test it." in page.inner_text("#head")
    assert page.locator("#head img, #head script").count() == 0
    page.locator("#context-remove").click()
    told(page, "#context-told", "It is gone.")
    assert "What the talk is about" not in page.inner_text("#head")


def test_a_qmsum_file_is_read_by_topic_and_what_cannot_be_read_is_told(page):
    data = Path(__file__).parents[1] / "data" / "qmsum_excerpts.jsonl"
    tab(page, "Context")
    sent(page, "#context-upload", "meetings.jsonl", data.read_bytes())
    told(page, "#context-told", "meetings.jsonl: holds 2 meetings")
    page.locator("#context-part").get_by_role("textbox").fill("2:1")
    sent(page, "#context-upload", "meetings.jsonl", data.read_bytes())
    told(page, "#context-told", "They know it")
    sent(page, "#context-upload", "a.txt", b"\xff\xfe\x00\x01")
    told(page, "#context-told", "is not UTF-8")
    sent(page, "#context-upload", "b.txt", b"x" * 5_500_000)
    told(page, "#context-told", "b.txt: is larger than 5 MB")
    assert "In use:" in page.inner_text("#context-now")


# Conversations


def conversations(page):
    return page.locator(".p-conversation b").all_inner_texts()


def test_conversations_are_listed_opened_renamed_and_deleted(page):
    unfold(page, "#left")
    told(page, "#conversation-list", "None yet.")
    answered(page, "I passed my driving test!")
    page.locator(".p-conversation").wait_for()
    page.locator("#conversation-new").click()
    page.locator(".m-turn").first.wait_for(state="detached")
    answered(page, "My cat is ill.")
    page.locator(".p-conversation").nth(1).wait_for()
    assert conversations(page) == ["My cat is ill.", "I passed my driving test!"]
    page.locator(".p-conversation").nth(1).click()
    page.get_by_text("I passed my driving test!").nth(1).wait_for()
    page.wait_for_function(
        "document.querySelector('.m-you .m-said')?.textContent.includes('driving')"
    )
    page.locator("#rename").click()
    page.wait_for_function(
        "document.querySelector('#rename-name :is(input, textarea)')?.value.includes('driving')"
    )
    page.locator("#rename-name").get_by_role("textbox").fill(NASTY[:60])
    page.locator("#rename-go").click()
    told(page, "#conversations-told", "Renamed.")
    assert NASTY[:60] in conversations(page)
    assert page.locator("#left img").count() == 0
    page.locator("#delete").click()
    page.locator("#keep-it").click()
    page.locator("#sure").wait_for(state="detached")
    page.locator("#delete").click()
    page.locator("#sure").click()
    told(page, "#conversations-told", "Deleted for good.")
    page.locator(".m-opening").wait_for()
    assert conversations(page) == ["My cat is ill."]


def test_a_conversation_goes_out_and_comes_back(page):
    unfold(page, "#left")
    answered(page, "I passed my driving test!")
    before = said(page)
    page.locator("#export-json").wait_for()
    name, text = saved(page, "#export-json")
    assert name == "I-passed-my-driving-test.json"
    markdown, read = saved(page, "#export-markdown")
    assert markdown.endswith(".md")
    assert before[1][:20] in read
    sent(page, "#conversation-import", name, text.encode())
    told(page, "#conversations-told", "is here again")
    assert len(conversations(page)) == 2
    assert said(page) == before
    for broken in (b"not json", b"{}", text.encode()[:-40], b"\xff\xfe"):
        sent(page, "#conversation-import", "broken.json", broken)
        page.locator("#conversations-told [role=alert]").wait_for()
        page.locator("#conversation-new").click()
        page.locator("#conversations-told [role=alert]").wait_for(state="detached")
    assert len(conversations(page)) == 2


def test_a_group_of_ones_own_travels_with_the_conversation(page, demo, visit):
    tab(page, "Group")
    page.get_by_label("Remove Beacon from the group").click()
    told(page, "#group-told", "Beacon has left.")
    answered(page)
    unfold(page, "#left")
    name, text = saved(page, "#export-json")
    other = visit(demo)
    other.locator("[data-member]").nth(2).wait_for()
    unfold(other, "#left")
    spoiled = {**json.loads(text), "group": "id: night\npersonas: 3\n"}
    sent(other, "#conversation-import", name, json.dumps(spoiled).encode())
    told(other, "#conversations-told", "cannot be used here")
    assert said(other) == said(page), "the words are here all the same"
    sent(other, "#conversation-import", name, text.encode())
    other.wait_for_function("document.querySelectorAll('[data-member]').length === 2")
    assert chips(other) == ["Anchor", "Catalyst"]


def test_two_visitors_have_lists_of_their_own(demo, visit):
    mine, yours = visit(demo), visit(demo)
    for one in (mine, yours):
        unfold(one, "#left")
    answered(mine, "My violin is gone.")
    answered(yours, "My trumpet is gone.")
    for one, own in ((mine, "My violin is gone."), (yours, "My trumpet is gone.")):
        one.locator(".p-conversation").wait_for()
        assert conversations(one) == [own]


def test_conversations_and_their_groups_outlive_the_server(tmp_path, chromium):
    context = chromium.new_context()
    context.set_default_timeout(20_000)
    port = []
    with app(tmp_path, "--backend", "demo") as url:
        port.append(url)
        page = context.new_page()
        page.goto(url)
        tab(page, "Group")
        choose(page, "#pick-group", "Workplace")
        told(page, "#group-told", "Now with")
        answered(page, "Summarise: Ann ships on Friday.")
        before = said(page)
        state = context.storage_state()
    kept = json.loads(json.dumps(state).replace(port[0].rstrip("/"), "{url}"))
    with app(tmp_path, "--backend", "demo") as url:
        again = json.loads(json.dumps(kept).replace("{url}", url.rstrip("/")))
        context.close()
        context = chromium.new_context(storage_state=again)
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.goto(url)
        page.locator(".m-reply").first.wait_for()
        assert said(page) == before
        assert page.inner_text("#head h1") == "Workplace"
        unfold(page, "#left")
        page.locator(".p-conversation").wait_for()
        assert conversations(page) == ["Summarise: Ann ships on Friday."]
    context.close()


# Examples


@pytest.mark.parametrize(
    ("title", "group", "who"),
    [
        ("The pink car and the blue one", "Emotional support", {"Anchor", "Catalyst", "Beacon"}),
        (
            "What did the meeting decide?",
            "Workplace",
            {"Minutes Scribe", "Decision Logger", "Action Item Captain", "Critic"},
        ),
    ],
)
def test_an_example_begins_with_one_click(page, title, group, who):
    unfold(page, "#left").get_by_text(title).click()
    page.locator(".m-reply").first.wait_for()
    done(page)
    assert page.inner_text("#head h1") == group
    assert len(set(page.locator(".m-reply .m-name").all_inner_texts()) & who) >= 2
    assert ("What the talk is about" in page.inner_text("#head")) == (group == "Workplace")


# The page


def test_the_panels_cost_the_first_sight_nothing_and_work_on_a_phone(demo, visit):
    page = visit(demo, viewport={"width": 360, "height": 740})
    scripts = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    assert not [name for name in scripts if "yaml" in name]
    for name in ("Model", "Conduct", "Context", "Group"):
        assert tab(page, name).is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator("#show-yaml").click()
    page.locator("#yaml .cm-content").wait_for()
    box = page.locator("#right").bounding_box()
    assert box["width"] <= 360


def test_a_broken_file_in_the_folder_is_listed_with_what_is_wrong(page):
    tab(page, "Group")
    page.locator("#pick-group input").click()
    page.get_by_role("option").filter(has_text="cannot be used").click()
    told(page, "#group-told", "broken.yaml:1")
    assert roster(page) == ["Anchor", "Catalyst", "Beacon"]


def test_a_refused_model_is_told_where_the_reply_would_stand(page):
    with StubServer() as model:
        model.script(lambda _: fail(500, "out of memory"))
        tab(page, "Model")
        page.locator("#model-spec").get_by_role("textbox").fill(f"vllm:{model.url}#stub")
        page.locator("#model-test").click()
        told(page, "#model-told", "out of memory")
