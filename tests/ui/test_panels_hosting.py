"""A page for others: login, conversations apart, no files, no addresses of strangers."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request

import pytest

from tests.ui.conftest import PATIENCE, app
from tests.ui.pages import answered, said

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def hosted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hosted")
    (folder / "accounts").write_text("ann:one\nbob:two\n")
    with app(
        folder,
        "--backend",
        "demo",
        "--host",
        "0.0.0.0",  # noqa: S104
        "--auth-file",
        str(folder / "accounts"),
    ) as url:
        yield url, folder


@pytest.fixture
def log_in(hosted, chromium):
    contexts = []

    def enter(name, password):
        context = chromium.new_context()
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        page = context.new_page()
        page.goto(hosted[0])
        page.get_by_label("username").fill(name)
        page.get_by_label("password").fill(password)
        page.get_by_role("button", name="Login").click()
        return page

    yield enter
    for context in contexts:
        context.close()


def test_users_see_their_own_conversations_and_open_no_others(log_in):
    ann = log_in("ann", "one")
    ann.wait_for_selector("#message textarea")
    answered(ann, "My violin is gone.")
    ann.locator("#left .toggle-button").click()
    ann.locator(".p-conversation").wait_for()
    thread = ann.locator(".p-conversation").get_attribute("data-value")

    bob = log_in("bob", "two")
    bob.wait_for_selector("#message textarea")
    bob.locator("#left .toggle-button").click()
    bob.locator("#conversation-list").get_by_text("None yet.").wait_for()
    answered(bob, "My trumpet is gone.")
    bob.locator(".p-conversation").wait_for()
    # The list is made to ask for what is not in it.
    bob.locator(".p-conversation").evaluate(f"one => one.dataset.value = '{thread}'")
    bob.locator(".p-conversation").click()
    bob.locator(".m-opening").wait_for()
    assert "violin" not in bob.inner_text("body")

    elsewhere = log_in("ann", "one")
    elsewhere.wait_for_selector("#message textarea")
    elsewhere.locator("#left .toggle-button").click()
    elsewhere.locator(".p-conversation").click()
    elsewhere.locator(".m-reply").first.wait_for()
    assert said(elsewhere, ".m-you") == ["My violin is gone."]


def test_a_wrong_password_opens_nothing(log_in):
    page = log_in("ann", "two")
    page.get_by_text(re.compile("credentials", re.IGNORECASE)).wait_for()
    assert page.locator("#message").count() == 0


def test_visitors_do_not_choose_the_model(log_in):
    page = log_in("ann", "one")
    page.wait_for_selector("#message textarea")
    page.locator("#right .toggle-button").click()
    page.get_by_role("tab", name="Model").click()
    page.get_by_text("The model is chosen by whoever runs this page.").wait_for()
    assert page.locator("#model-spec").count() == 0


@pytest.mark.parametrize(
    "path",
    ["config", "gradio_api/info", "gradio_api/file={folder}/accounts", "gradio_api/file=app.py"],
)
def test_nothing_is_served_to_whoever_did_not_log_in(hosted, path):
    url, folder = hosted
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{url}{path.format(folder=folder)}")  # noqa: S310
    assert refused.value.code in {401, 403, 404}
    refused.value.close()


@pytest.mark.parametrize(
    "path", ["{folder}/chats.sqlite", "{folder}/secret.txt", "secret.txt", "../../etc/passwd"]
)
def test_no_file_of_the_server_is_served(tmp_path_factory, path, open_page):
    url, folder = open_page
    (folder / "secret.txt").write_text("secret")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{url}gradio_api/file={path.format(folder=folder)}")  # noqa: S310
    assert refused.value.code in {403, 404}
    refused.value.close()


@pytest.fixture(scope="module")
def open_page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("open")
    with app(folder, "--backend", "demo", "--root-path", "/chat") as url:
        yield url, folder


def test_a_proxys_path_is_in_every_address(open_page):
    with urllib.request.urlopen(open_page[0]) as answer:  # noqa: S310
        page = answer.read().decode()
    assert re.search(r'"root":\s*"[^"]*/chat"', page)


def test_a_forged_upload_reads_and_deletes_no_file_of_the_server(open_page):
    url, folder = open_page
    victim = folder / "victim.txt"
    victim.write_text("secret")
    with urllib.request.urlopen(f"{url}config") as answer:  # noqa: S310
        config = json.load(answer)
    uploads = [one["id"] for one in config["components"] if one["type"] == "uploadbutton"]
    forged = [one for one in config["dependencies"] if one["targets"][0][0] in uploads]
    assert len(forged) == 4
    for event in forged:
        given = [""] * len(event["inputs"])
        given[2] = {"path": str(victim), "meta": {"_type": "gradio.FileData"}}
        body = json.dumps({"data": given, "fn_index": event["id"], "session_hash": "forged"})
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(  # noqa: S310
            f"{url}gradio_api/run/predict", body.encode(), headers
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)  # noqa: S310
        assert b"secret" not in refused.value.read()
        refused.value.close()
    assert victim.read_text() == "secret"
