"""What goes wrong in real life, in a real browser: slow models, killed servers, closed tabs, hostile words."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import contextmanager

import pytest

from tests.support.stub_server import StubServer, say
from tests.ui.conftest import app
from tests.ui.pages import answered, done, said, send, toolbar

pytestmark = pytest.mark.browser

NAUGHTY = '<img src=x onerror=alert(1)><script>alert(2)</script>{{ 7*7 }}${alert(3)} [x](javascript:alert(4)) & "q"'


def last(request):
    """The end of a prompt: what is asked for."""
    return str(request["messages"][-1]["content"])


def directing(request):
    return "response_format" in request or "guided_json" in request or "DIRECT" in last(request)


class Group:
    """A stub model: a director that calls these in turn, and speakers with these words."""

    def __init__(self, words, *speakers, delay=0.0):
        self.words = words
        self.speakers = speakers or ("anchor",)
        self.delay = delay

    def __call__(self, request):
        if directing(request):
            eligible = re.findall(r"[a-z]+", last(request).partition("DIRECT:")[2])
            chosen = [who for who in self.speakers if who in eligible]
            choice = {"speaker": chosen[0] if chosen else "user", "reason": "So.", "action": "Go."}
            return say(json.dumps(choice))
        who = re.search(r"SPEAK as \[(.+?)\]", last(request))
        return say(self.words(who[1] if who else "?", request), delay=self.delay)


def counted(who, _request, count=200):
    return " ".join(f"{who}{i}" for i in range(count))


@pytest.fixture(scope="module")
def model():
    with StubServer() as server:
        yield server


@pytest.fixture(scope="module")
def served(tmp_path_factory, model):
    with app(tmp_path_factory.mktemp("served"), "--backend", f"vllm:{model.url}#stub") as url:
        yield url


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    with app(tmp_path_factory.mktemp("demo"), "--backend", "demo") as url:
        yield url


WATCH = """() => {
  window.seen = [];
  const log = document.querySelector(".m-log");
  const look = () => seen.push([document.querySelector(".m-status").textContent,
    [...log.querySelectorAll(".m-reply")].map((reply) => [
      reply.querySelector(".m-name").textContent, reply.querySelector(".m-said").textContent])]);
  new MutationObserver(look).observe(log.parentElement, { subtree: true, childList: true, characterData: true });
}"""


def test_words_grow_one_reply_after_the_other_under_the_right_name(served, model, visit):
    model.script(Group(lambda who, r: counted(who, r, 12), "anchor", "beacon", delay=0.03))
    page = visit(served)
    page.evaluate(WATCH)
    answered(page, "We lost the match.")
    seen = page.evaluate("seen")
    assert said(page, ".m-reply") == [counted(who, None, 12) for who in ("Anchor", "Beacon")]
    statuses = list(dict.fromkeys(status for status, _ in seen if "typing" in status))
    assert statuses == ["Anchor is typing…", "Beacon is typing…"]
    growing = [replies for _, replies in seen]
    assert max(len(replies) for replies in growing) == 2
    for before, after in zip(growing, growing[1:], strict=False):
        assert len(after) >= len(before)
        for (name, words), (same, more) in zip(before, after, strict=False):
            assert (name, more[: len(words)]) == (same, words)
        if len(before) == 2:
            assert after[0] == before[0], "the first is complete when the second begins"
    for replies in growing:
        for name, words in replies:
            assert set(re.findall(r"[A-Z][a-z]+", words)) <= {name}
    lengths = {len(replies[0][1].split()) for replies in growing if replies}
    assert len(lengths) > 5, "word by word and not at once"


def test_stop_ends_it_at_once_and_what_was_said_stays(served, model, visit):
    model.script(Group(counted, delay=0.05))
    page = visit(served)
    send(page, "We lost the match.")
    page.get_by_text("Anchor4").wait_for()
    assert page.locator(".m-status").inner_text() == "Anchor is typing…"
    page.locator("#stop").click()
    done(page)
    (kept,) = said(page, ".m-reply")
    assert re.fullmatch(r"(Anchor\d+ ?)+", kept)
    assert 4 < len(kept.split()) < 100
    model.script(Group(lambda who, _: f"{who} is here."))
    answered(page, "Go on.")
    assert said(page, ".m-reply") == [kept, "Anchor is here."]
    page.reload()
    page.locator(".m-reply").nth(1).wait_for()
    assert said(page, ".m-reply") == [kept, "Anchor is here."]


def test_two_people_at_once_never_see_each_other(served, model, visit):
    def echo(_who, request):
        heard = re.findall(r"\[User\] (\w+)", last(request))
        return " ".join(["You said", heard[-1], *("so" for _ in range(20))])

    model.script(Group(echo, "anchor", "catalyst", delay=0.03))
    pages = {word: visit(served) for word in ("Pineapple", "Marmalade")}
    for talked in range(2):
        for word, page in pages.items():
            send(page, f"{word} is on my mind.")
        for page in pages.values():
            page.locator(".m-reply").nth(2 * talked + 1).wait_for()
        for page in pages.values():
            done(page)
    for word, other in (("Pineapple", "Marmalade"), ("Marmalade", "Pineapple")):
        page = pages[word]
        assert len(said(page, ".m-reply")) == 4
        assert all(f"You said {word}" in text for text in said(page, ".m-reply"))
        assert word in page.content()
        assert other not in page.content(), "not in the list of conversations either"
        page.reload()
        page.locator(".m-reply").nth(3).wait_for()
        assert other not in page.content()


@contextmanager
def process(folder, port, backend):
    command = [sys.executable, "app.py", "--port", str(port), "--backend", backend]
    from tests.ui import conftest

    env = {k: v for k, v in conftest.os.environ.items() if not k.startswith(("MASCOT_", "GRADIO_"))}
    env |= {"MASCOT_DATA_DIR": str(folder)}
    log = folder / "server.log"
    with (
        log.open("a") as out,
        subprocess.Popen(command, cwd=conftest.ROOT, env=env, stdout=out, stderr=out) as running,
    ):
        try:
            conftest._wait_for(port, running, log)
            yield running
        finally:
            running.kill()


def test_a_killed_server_takes_nothing_that_was_said_with_it(tmp_path, model, visit):
    from tests.ui.conftest import _free_port

    port, backend = _free_port(), f"vllm:{model.url}#stub"
    model.script(
        Group(
            lambda who, _: f"{who} is here." if who == "Anchor" else counted(who, _),
            "anchor",
            "beacon",
            delay=0.05,
        )
    )
    with process(tmp_path, port, backend) as running:
        page = visit(f"http://127.0.0.1:{port}/")
        send(page, "We lost the match.")
        page.get_by_text("Beacon3").wait_for()
        running.kill()
    page.get_by_text("Connection to the server was lost").first.wait_for()
    model.script(Group(lambda who, _: f"{who} is back.", "anchor", "beacon"))
    with process(tmp_path, port, backend):
        # The page finds the server again by itself.
        page.get_by_text("cut short").wait_for(timeout=60_000)
        assert said(page) == ["We lost the match.", "Anchor is here."]
        page.get_by_role("button", name="Try again").click()
        page.get_by_text("Beacon is back.").wait_for()
        done(page)
        assert said(page) == ["We lost the match.", "Anchor is here.", "Beacon is back."]
        answered(page, "Thank you.")
        assert said(page)[3] == "Thank you."


def conversation(count):
    """An exported conversation of so many messages."""
    speakers = ("user", "anchor", "catalyst", "beacon")
    messages = [
        {"speaker": speakers[i % 4], "text": f"Message {i} is about the sea, boats and weather."}
        for i in range(count)
    ]
    return {
        "format": "mascot-conversation",
        "version": 1,
        "title": f"{count} messages",
        "ensemble": "emotional-support",
        "messages": messages,
    }


def brought(page, data, name="chat.json"):
    """Imports a file."""
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    page.locator("[data-testid=Import-upload-button]").set_input_files(
        {"name": name, "mimeType": "application/json", "buffer": content}
    )


COUNT = """() => {
  window.changes = { records: 0, added: 0 };
  new MutationObserver((records) => {
    changes.records += records.length;
    records.forEach((record) => (changes.added += record.addedNodes.length));
  }).observe(document.documentElement, { subtree: true, childList: true, characterData: true, attributes: true });
}"""


def cost(page, model, words):
    """DOM changes and bytes from the server while one reply of so many words is said."""
    received = [0]
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.on(
        "Network.dataReceived",
        lambda event: received.__setitem__(0, received[0] + event["dataLength"]),
    )
    model.script(Group(lambda who, r: counted(who, r, words), delay=0.03))
    before = page.locator(".m-you").count()
    page.evaluate(COUNT)
    received[0] = 0
    send(page, "@Anchor, go on.")
    page.locator(".m-you").nth(before).wait_for()
    page.get_by_text(f"Anchor{words - 2}").wait_for()
    changes = page.evaluate("changes")
    done(page)
    client.detach()
    return {**changes, "bytes": received[0]}


def test_a_word_costs_the_same_in_a_long_chat_as_in_a_short_one(
    served, model, visit, record_property
):
    costs = {}
    for length in (10, 200):
        page = visit(served)
        brought(page, conversation(length))
        page.locator(".m-turn").nth(length - 1).wait_for()
        costs[length] = cost(page, model, 100)
        assert page.locator(".m-turn").count() == length + 2
    record_property("costs", costs)
    print(costs)  # noqa: T201  (shown with -s)
    short, long = costs[10], costs[200]
    for kind in ("records", "added", "bytes"):
        assert long[kind] < 1.5 * short[kind], costs


def test_markup_is_words_wherever_it_comes_from(tmp_path, model, visit):
    group = {
        "id": "odd",
        "name": "<b>Odd</b>",
        "description": NAUGHTY,
        "setting": NAUGHTY,
        "opening": NAUGHTY,
        "examples": [NAUGHTY],
        "director": {"brief": NAUGHTY},
        "personas": [
            {
                "id": "anchor",
                "name": "<i onclick=alert(5)>A",
                "role": NAUGHTY,
                "description": NAUGHTY,
            },
            {"id": "beacon", "name": "Bea & Co", "role": "Listens", "description": "Calm."},
        ],
    }
    (tmp_path / "odd.yaml").write_text(json.dumps(group))  # YAML holds JSON
    model.script(Group(lambda *_: NAUGHTY, "anchor", "beacon"))
    options = ("--backend", f"vllm:{model.url}#stub", "--ensemble", str(tmp_path / "odd.yaml"))
    with app(tmp_path, *options) as url:
        page = visit(url)
        page.get_by_text("<b>Odd</b>").first.wait_for()
        answered(page, NAUGHTY)
        assert said(page, ".m-you") == [NAUGHTY]
        assert NAUGHTY in said(page, ".m-reply")
        assert page.locator(".m-reply .m-name").first.inner_text() == "<i onclick=alert(5)>A"
        page.reload()
        page.locator(".m-reply").first.wait_for()
        for made in ("#log img", "#log script", "#head b >> text=Odd", "#left img", "[onclick]"):
            assert page.locator(made).count() == 0, made
        brought(page, conversation(2) | {"title": NAUGHTY})
        page.get_by_text("Message 1 is").wait_for()
        assert page.locator("#left img, #left script").count() == 0


def test_a_megabyte_is_taken_and_the_page_stays_usable(demo, visit):
    page = visit(demo)
    page.evaluate(
        """() => {
      const box = document.querySelector("#message textarea");
      box.focus();
      document.execCommand("insertText", false, "sea ".repeat(262_144));
    }"""
    )
    page.keyboard.press("Enter")
    page.locator(".m-reply").first.wait_for(timeout=90_000)
    done(page)
    assert len(page.locator(".m-you .m-said").inner_text()) < 30_000
    page.get_by_text("The message is long").wait_for()
    answered(page, "Short again.")
    page.reload()
    page.locator(".m-you").nth(1).wait_for()
    assert said(page, ".m-you")[1] == "Short again."


def test_a_hundred_quick_sends_lose_nothing_that_was_taken(demo, visit):
    page = visit(demo)
    page.locator("[data-member]").first.wait_for()  # the page knows which conversation it shows
    page.evaluate(
        """async () => {
      const box = document.querySelector("#message textarea");
      const write = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set;
      for (let i = 0; i < 100; i++) {
        write.call(box, `Message ${i}`);
        box.dispatchEvent(new InputEvent("input", { bubbles: true }));
        box.dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", bubbles: true }));
        box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
        await new Promise((next) => setTimeout(next, 10));
      }
    }"""
    )
    page.locator(".m-you").first.wait_for()
    page.wait_for_timeout(500)
    done(page)
    waiting = page.locator("#message textarea").input_value()
    taken = said(page, ".m-you")
    assert taken
    page.locator("#message textarea").fill("")
    answered(page, "And now slowly.")
    page.reload()
    page.get_by_text("And now slowly.").wait_for()
    kept = said(page, ".m-you")
    assert set(taken) <= set(kept)
    assert len(set(kept)) == len(kept)
    assert "Message 99" in (waiting, *kept), "sent, or still in the box"


def test_a_double_click_sends_once(served, model, visit):
    model.script(Group(lambda who, _: f"{who} is here.", delay=0.1))
    page = visit(served)
    page.locator("#message textarea").fill("Once, please.")
    page.locator("#send").dblclick()
    page.locator(".m-reply").wait_for()
    done(page)
    assert said(page) == ["Once, please.", "Anchor is here."]


def test_a_closed_tab_keeps_what_was_said_and_frees_the_chat(served, model, visit):
    model.script(Group(counted, delay=0.05))
    page = visit(served)
    send(page, "We lost the match.")
    page.get_by_text("Anchor4").wait_for()
    context = page.context
    page.close()
    model.script(Group(lambda who, _: f"{who} is here."))
    again = context.new_page()
    for _ in range(20):
        again.goto(served)
        again.locator(".m-you").wait_for()
        if again.locator(".m-reply").count() and not again.get_by_text("still answering").count():
            break
        again.wait_for_timeout(250)
    (kept,) = said(again, ".m-reply")
    assert kept.startswith("Anchor0 Anchor1 Anchor2 Anchor3 Anchor4")
    answered(again, "I am back.")
    assert said(again, ".m-reply") == [kept, "Anchor is here."]


def test_an_unknown_conversation_is_a_new_one(demo, visit):
    page = answered(visit(demo), "I lost my keys.")
    page.evaluate(
        "for (const key of Object.keys(localStorage)) localStorage.setItem(key, 'broken')"
    )
    page.reload()
    page.wait_for_selector("#message textarea")
    page.locator(".m-opening").wait_for()
    assert said(page) == []
    answered(page, "Hello again.")
    assert said(page, ".m-you") == ["Hello again."]


def test_a_chat_deleted_in_another_tab_is_no_riddle(demo, visit):
    page = answered(visit(demo), "I lost my keys.")
    other = page.context.new_page()
    other.goto(demo)
    other.locator(".m-reply").first.wait_for()
    for button in ("#delete", "#sure"):
        other.locator(button).dispatch_event("click")
        other.wait_for_timeout(300)
    other.get_by_text("Deleted for good").wait_for(state="attached")
    page.locator(".m-reply").first.hover()
    page.locator(".m-reply").first.get_by_role("button", name="Say anew").click()
    page.locator("[role=alert]").first.wait_for()
    assert "Traceback" not in page.content()
    answered(page, "Are you there?")
    assert "Are you there?" in said(page, ".m-you")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{", "not JSON, or cut short"),
        (b"\xff\xd8\xff\xe0 a picture", "not a text file"),
        (b'{"format": "other"}', "not an exported conversation"),
        (json.dumps(conversation(1) | {"version": 9}).encode(), "later version"),
        (json.dumps(conversation(1) | {"messages": [{"speaker": 3}]}).encode(), "messages.0"),
        (b"", "not JSON, or cut short"),
    ],
    ids=["cut", "picture", "other", "later", "wrong", "empty"],
)
def test_a_broken_import_says_where_and_changes_nothing(demo, visit, data, words):
    page = answered(visit(demo), "I lost my keys.")
    before = said(page)
    brought(page, data)
    page.get_by_text(re.compile(words)).first.wait_for(state="attached")
    assert said(page) == before
    assert "Traceback" not in page.content()


def test_words_of_danger_that_are_edited_in_show_the_way_to_help(demo, visit):
    page = answered(visit(demo), "I lost my keys.")
    toolbar(page, ".m-you", 0, "Edit")
    box = page.get_by_role("textbox", name="Your message")
    box.fill("I want to kill myself tonight.")
    box.press("Enter")
    page.locator(".m-care").first.wait_for()
    done(page)
    assert page.locator(".m-care").count() == 1
    page.reload()
    page.locator(".m-care").wait_for()


def test_what_is_written_while_a_message_is_on_its_way_stays_in_the_box(served, model, visit):
    model.script(Group(lambda who, _: f"{who} is here.", delay=0.05))
    page = visit(served)
    page.locator("[data-member]").first.wait_for()
    page.route("**/queue/join*", lambda route: (page.wait_for_timeout(800), route.continue_()))
    send(page, "First.")
    page.wait_for_timeout(200)  # Gradio reads the box a moment after Enter
    page.keyboard.type(" And more")
    page.locator(".m-reply").wait_for()
    done(page)
    assert said(page, ".m-you") == ["First."]
    assert page.locator("#message textarea").input_value() == " And more"


def test_a_message_sent_before_the_page_has_loaded_is_in_the_conversation_that_it_shows(
    demo, visit
):
    page = visit(demo)  # which waits for the box alone
    answered(page, "Quick as a flash.")
    page.locator("[data-member]").first.wait_for()
    page.reload()
    page.locator(".m-reply").first.wait_for()
    assert said(page, ".m-you") == ["Quick as a flash."]
    page.locator("#conversation-list").get_by_text("Quick as a flash.").wait_for(state="attached")
