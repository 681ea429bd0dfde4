"""What stands behind the side panels, without a browser."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from mascot.backends import Backend
from mascot.errors import MascotError, PersonaError
from mascot.personas import import_card, load_ensemble
from mascot.settings import Settings
from mascot.ui.accounts import Accounts
from mascot.ui.desk import Desk
from mascot.ui.limits import BusyError, Limits
from mascot.ui.panels import members
from mascot.ui.panels.context import _loaded
from mascot.ui.panels.parts import bad, decoded, good, taken
from mascot.ui.policy import Policy
from mascot.ui.probing import probe
from mascot.ui.running import Running, data_folder, is_loopback, may_choose
from tests.personas import cards
from tests.support.models import ReplayModel
from tests.support.stub_server import StubServer, say

NASTY = "<img src=x onerror=alert(1)>\n<script>"


@pytest.fixture
def trio():
    return load_ensemble("emotional-support")


# Members


def test_a_form_that_nobody_touched_changes_nothing(trio):
    for who in trio.ids:
        assert members.changed(trio, who, members.form_of(trio[who])) == trio


def test_a_form_changes_what_it_says_and_keeps_what_it_has_no_field_for(trio):
    form = members.form_of(trio["anchor"])
    form[members.FIELDS.index("traits")] = " calm , , dry "
    form[members.FIELDS.index("do")] = "One.\n\n  Two.  "
    form[members.FIELDS.index("style")] = " "
    form[members.FIELDS.index("colour")] = "rgba(16, 32.4, 255, 1)"
    after = members.changed(trio, "anchor", form)["anchor"]
    assert after.traits == ("calm", "dry")
    assert after.do == ("One.", "Two.")
    assert after.style is None
    assert after.colour == "#1020ff"
    assert after.exemplars == trio["anchor"].exemplars


def test_what_does_not_fit_names_the_field_and_no_file(trio):
    form = members.form_of(trio["anchor"])
    form[members.FIELDS.index("name")] = "Beacon"
    with pytest.raises(PersonaError, match='"beacon" is a name of "anchor" too') as told:
        members.changed(trio, "anchor", form)
    assert "mapping" not in str(told.value)
    form[members.FIELDS.index("name")] = "A: b"
    form[members.FIELDS.index("role")] = ""
    with pytest.raises(PersonaError, match=r"\n  name: .*\n  role: "):
        members.changed(trio, "anchor", form)


def test_a_new_member_gets_an_id_that_nobody_has(trio):
    form = members.form_of(trio["anchor"])
    form[0], form[members.FIELDS.index("aliases")] = "Anchor two", ""
    assert members.changed(trio, "", form).ids[-1] == "anchor-two"
    assert members.free_id("Anchor", trio.ids) == "anchor-2"
    assert members.free_id("Émile!", trio.ids) == "emile"
    assert members.free_id("小明", trio.ids) == "persona"
    assert members.free_id("7 of 9", trio.ids) == "persona-7-of-9"


@given(st.text(max_size=80))
def test_every_name_makes_an_id(name):
    made = members.free_id(name, ())
    assert made[0].isalpha()
    assert made.isascii()
    assert len(made) <= 48


def test_the_last_member_stays(trio):
    for who in ("anchor", "catalyst"):
        trio = members.left(trio, who)
    with pytest.raises(MascotError, match="Beacon is the last member"):
        members.left(trio, "beacon")
    with pytest.raises(MascotError, match="not in the group any longer"):
        members.left(trio, "anchor")


def test_who_could_join_is_who_is_not_here(trio):
    found = members.candidates(Policy().groups(), trio)
    assert {p.id for p in found.values()} >= {"action-guide", "critic"}
    assert not {p.id for p in found.values()} & set(trio.ids)
    critic = next(p for p in found.values() if p.id == "critic")
    assert members.joined(trio, critic).ids[-1] == "critic"
    with pytest.raises(PersonaError, match="is in this group already"):
        members.joined(trio, trio["anchor"])


# Policy


def calling_home(trio):
    persona = trio.personas[0].model_copy(update={"backend": "http://169.254.169.254/v1#x"})
    return trio.model_copy(update={"personas": (persona, *trio.personas[1:])})


def test_where_strangers_come_no_card_names_an_address(trio):
    policy = Policy(choose_backend=False, backend="demo", settings=Settings())
    with pytest.raises(MascotError, match="Anchor names a model of its own"):
        policy.build(Desk(ensemble=calling_home(trio)))
    director = trio.director.model_copy(update={"backend": {"spec": "http://10.0.0.1/v1#x"}})
    with pytest.raises(MascotError, match="The director names a model of its own"):
        policy.build(Desk(ensemble=trio.model_copy(update={"director": director})))


def test_a_model_that_was_kept_is_passed_over_where_nobody_may_choose(trio):
    policy = Policy(choose_backend=False, backend="demo", settings=Settings())
    group = policy.build(Desk(ensemble=trio, backend="http://10.0.0.1/v1#x"))
    assert group.director.scripted


def test_the_servers_own_cards_may_name_models(trio):
    own = calling_home(trio)
    policy = Policy(choose_backend=False, own=own)
    policy.check(own)
    policy.check(members.left(own, "beacon"))
    with pytest.raises(MascotError):
        policy.check(
            own.model_copy(
                update={"director": own.director.model_copy(update={"backend": "http://10.0.0.2"})}
            )
        )


def test_the_key_goes_to_the_model_and_into_no_text(trio):
    with StubServer(key="sk-secret-1") as model:
        policy = Policy(settings=Settings())
        desk = Desk(ensemble=trio, backend=f"vllm:{model.url}#stub", key=SecretStr("sk-secret-1"))
        group = policy.build(desk)
        assert group.director.model.invoke("hello").text
        assert "sk-secret-1" not in f"{desk} {desk.to_dict()} {group.backends}"


def test_groups_of_a_folder_are_read_again_when_they_change(tmp_path, trio):
    policy = Policy(folder=tmp_path, own=trio)
    shipped = len(policy.groups())
    (tmp_path / "a.yaml").write_text("id: a\nextends: workplace\nname: Mine   # ours\n")
    (mine,) = (g for g in policy.groups() if g.id == "a")
    assert len(policy.groups()) == shipped + 1
    assert mine.ensemble is not None
    assert "# ours" in policy.text_of(mine.ensemble)
    (tmp_path / "a.yaml").unlink()
    assert len(policy.groups()) == shipped


def test_a_group_of_the_server_that_is_no_shipped_one_comes_first(trio):
    own = members.left(trio, "beacon").model_copy(update={"id": "duo"})
    assert Policy(own=own).groups()[0].ensemble == own


# Accounts and limits


def test_accounts_admit_who_has_the_password(tmp_path):
    file = tmp_path / "accounts"
    file.write_text("# ours\n\nann:s:e cret\nbob:x\n")
    accounts = Accounts.read(["eve:y"], file)
    assert accounts.admits("ann", "s:e cret")
    assert accounts.admits("eve", "y")
    assert not accounts.admits("ann", "x")
    assert not accounts.admits("nobody", "\0")
    assert not accounts.admits("nobody", "")
    assert Accounts.read() is None


@pytest.mark.parametrize("line", ["ann", "ann:", ":secret", "x" * 65 + ":secret"])
def test_a_line_that_is_no_account_is_told_without_its_words(line, tmp_path):
    (tmp_path / "accounts").write_text(f"bob:1\n{line}\n")
    with pytest.raises(MascotError, match=r"accounts:2: write user:password") as told:
        Accounts.read(file=tmp_path / "accounts")
    assert "secret" not in str(told.value)


def test_accounts_that_cannot_be_read_are_told(tmp_path):
    with pytest.raises(MascotError, match="cannot be read"):
        Accounts.read(file=tmp_path / "nothing")
    (tmp_path / "empty").write_text("# nobody\n")
    with pytest.raises(MascotError, match="holds no account"):
        Accounts.read(file=tmp_path / "empty")
    (tmp_path / "twice").write_text("ann:1\nann:2\n")
    with pytest.raises(MascotError, match="'ann' has an account already"):
        Accounts.read(file=tmp_path / "twice")


def test_nobody_takes_the_place_of_all():
    limits = Limits(each=2, everybody=3)
    with limits.enter("ann"), limits.enter("ann"):
        with pytest.raises(BusyError, match="You have 2"), limits.enter("ann"):
            pass
        with (
            limits.enter("bob"),
            pytest.raises(BusyError, match="Many people"),
            limits.enter("eve"),
        ):
            pass
        with limits.enter("eve"):
            pass
    with limits.enter("ann"), limits.enter("bob"), limits.enter("eve"):
        pass
    with pytest.raises(MascotError, match="give 1 or more"):
        Limits(each=0)


# Serving


@pytest.mark.parametrize(
    ("asked", "may"),
    [
        ({}, True),
        ({"host": "localhost"}, True),
        ({"host": "::1"}, True),
        ({"host": "0.0.0.0"}, False),  # noqa: S104
        ({"host": "example.org"}, False),
        ({"share": True}, False),
        ({"auth": ("a:b",)}, False),
        ({"host": "0.0.0.0", "backend_choice": True}, True),  # noqa: S104
        ({"backend_choice": False}, False),
    ],
)
def test_strangers_choose_no_model_unless_told_so(asked, may):
    assert may_choose(Running(**asked)) is may


def test_a_space_is_for_strangers(monkeypatch):
    monkeypatch.setenv("SPACE_ID", "me/mascot")
    assert not may_choose(Running())


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "[::1]", "LOCALHOST"])
def test_loopback_is_for_this_machine(host):
    assert is_loopback(host)


def test_conversations_are_kept_elsewhere_where_the_home_cannot_be_written(tmp_path):
    told = []
    assert data_folder(tmp_path / "new", told.append) == tmp_path / "new"
    assert told == []
    (tmp_path / "file").write_text("")
    other = data_folder(tmp_path / "file" / "data", told.append)
    assert other.is_dir()
    assert "set MASCOT_DATA_DIR" in told[0]
    other.rmdir()


def test_a_newcomer_takes_nobodys_name_and_leaves_the_card_behind(trio):
    wren = import_card(cards.packed(cards.v2(name="Anchor")), "a.json").persona
    came = members.newcomer(trio, wren)
    assert (came.id, came.name, came.origin) == ("anchor-2", "Anchor 2", None)
    assert came.colour not in {persona.colour for persona in trio.personas}
    assert members.joined(trio, came).ids[-1] == "anchor-2"


# Files and words


def test_an_upload_is_read_and_gone(tmp_path):
    file = tmp_path / "a.txt"
    file.write_bytes(b"words")
    assert taken(str(file), 5, "a file") == ("a.txt", b"words")
    assert not file.exists()
    file.write_bytes(b"words!")
    with pytest.raises(MascotError, match=r"a\.txt: is larger than"):
        taken(str(file), 5, "a file")
    assert not file.exists()
    with pytest.raises(MascotError, match="No file arrived"):
        taken(None, 5, "a file")
    with pytest.raises(MascotError, match="cannot be read"):
        taken(str(file), 5, "a file")


def test_text_that_is_not_utf_8_names_its_line():
    assert decoded("a", "\ufeffé".encode()) == "é"
    with pytest.raises(MascotError, match="a: line 2 holds the byte 0xe9"):
        decoded("a", b"1\n\xe9")


@settings(max_examples=30)
@given(st.text())
def test_messages_are_text_and_no_markup(text):
    for made in (bad(text), good(text), bad(NASTY + text)):
        assert "<img" not in made
        assert "<script" not in made


def test_a_transcript_is_told_about_without_this_machines_paths():
    assert _loaded("../../x y.txt", b"Ann: hello", "") == "Ann: hello"
    with pytest.raises(MascotError) as told:
        _loaded("pasted.json", b"{}", None)
    assert str(told.value).startswith("pasted.json, line 1")


# Trying a model


async def test_a_model_that_answers_is_told_with_what_it_has(trio):
    with StubServer(models=("qwen", "director", "speaker")) as model:
        group = Policy(settings=Settings()).build(Desk(ensemble=trio, backend=f"vllm:{model.url}"))
        model.script(lambda request: say("Hello", delay=0.2))
        told = await probe(group.backends)
    assert "adapters director, speaker; first token 0." in told
    assert told.startswith("Connected: ")


async def test_a_model_that_refuses_is_told_in_words():
    broken = ReplayModel(answers=[ConnectionError("nobody there")])
    with pytest.raises(MascotError, match="broken: it cannot be reached"):
        await probe([Backend(spec="x", model=broken, label="broken")])
    silent = ReplayModel(answers=[""])
    with pytest.raises(MascotError, match="answered with nothing"):
        await probe([Backend(spec="x", model=silent, label="silent")])
