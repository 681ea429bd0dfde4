import sys

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel

from mascot.backends import Backend, resolve_backend
from mascot.errors import BackendError

MODULE = """
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from mascot.backends import Backend
from mascot.errors import BackendError

seen = []

def model(rest, options):
    seen.append((rest, dict(options)))
    return FakeListChatModel(responses=[rest])

def backend(rest, options):
    return Backend(spec="b", model=FakeListChatModel(responses=["x"]), label="B", structured=True)

def refuses(rest, options):
    raise BackendError("not today")

def raises(rest, options):
    raise ZeroDivisionError("oh")

def wrong(rest, options):
    return 7
"""
ENTRY_POINTS = """
[mascot.backends]
parrot = parrot_backends:model
whole = parrot_backends:backend
refuses = parrot_backends:refuses
raises = parrot_backends:raises
wrong = parrot_backends:wrong
lost = parrot_backends:nowhere
gone = no_such_module:x
demo = parrot_backends:wrong
"""


@pytest.fixture(autouse=True)
def _distribution(tmp_path, monkeypatch):
    """An installed distribution, as importlib.metadata sees one."""
    site = tmp_path / "site"
    info = site / "parrot_talk-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "parrot_backends.py").write_text(MODULE)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: parrot-talk\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(ENTRY_POINTS)
    monkeypatch.syspath_prepend(site)
    yield
    sys.modules.pop("parrot_backends", None)


def test_a_third_partys_model_is_made(settings):
    spec = {"spec": "parrot:polly:2", "temperature": 0.5, "api_key": "k", "kwargs": {"size": 3}}
    backend = resolve_backend(spec, settings=settings)
    assert isinstance(backend.model, FakeListChatModel)
    assert backend.label == backend.spec == "parrot:polly:2"
    assert sys.modules["parrot_backends"].seen == [
        ("polly:2", {"temperature": 0.5, "api_key": "k", "kwargs": {"size": 3}})
    ]


def test_a_third_party_may_return_a_whole_backend(settings):
    backend = resolve_backend("whole:", settings=settings)
    assert isinstance(backend, Backend)
    assert (backend.label, backend.structured) == ("B", True)


@pytest.mark.parametrize(
    ("scheme", "says"),
    [
        ("lost", "cannot be loaded"),
        ("gone", "cannot be loaded"),
        ("raises", "failed .ZeroDivisionError: oh"),
        ("wrong", "returned int"),
    ],
)
def test_a_broken_entry_point_names_its_distribution(scheme, says, settings):
    with pytest.raises(BackendError, match=f"parrot-talk.*{says}"):
        resolve_backend(f"{scheme}:x", settings=settings)


def test_what_a_third_party_says_itself_is_passed_on(settings):
    with pytest.raises(BackendError, match=r"^not today$"):
        resolve_backend("refuses:x", settings=settings)


def test_a_third_party_does_not_displace_what_is_built_in(settings):
    assert resolve_backend("demo", settings=settings).scripted


def test_an_unknown_scheme_lists_third_parties_too(settings):
    with pytest.raises(BackendError, match=r"did you mean 'parrot'.*Known: .*demo.*parrot"):
        resolve_backend("parot:x", settings=settings)
