import pytest
from hypothesis import given
from hypothesis import strategies as st

from mascot.backends.address import parse_address
from mascot.backends.endpoints import Shorthand
from mascot.backends.spec import mask, parse_chain
from mascot.errors import BackendError


@pytest.mark.parametrize(
    ("written", "base_url"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/v1"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/v1"),
        ("http://127.0.0.1:8000/v1/", "http://127.0.0.1:8000/v1"),
        ("http://127.0.0.1:8000/v1/chat/completions", "http://127.0.0.1:8000/v1"),
        ("http://127.0.0.1:8000/v1/models", "http://127.0.0.1:8000/v1"),
        ("https://Example.org/openai", "https://example.org/openai/v1"),
        ("https://example.org/v1beta/openai/", "https://example.org/v1beta/openai"),
        ("https://example.org:443/api/v3", "https://example.org/api/v3"),
        ("http://[::1]:8000", "http://[::1]:8000/v1"),
        ("http://user:pw@example.org", "http://user:pw@example.org/v1"),
    ],
)
def test_a_base_url_gets_its_version_segment_once(written, base_url):
    assert parse_address(written, "spec").base_url == base_url


def test_a_query_goes_along_with_every_request():
    address = parse_address("https://example.org/v1?api-version=7", "spec")
    assert address.base_url == "https://example.org/v1"
    assert address.query == {"api-version": "7"}


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("[::1]", True),
        ("192.168.0.7", False),
        ("example.org", False),
        ("localhost.example.org", False),
    ],
)
def test_this_machine_is_told_from_others(host, local):
    assert parse_address(f"http://{host}:8000", "spec").is_local is local


@pytest.mark.parametrize(
    "bad", ["http://", "http://a b", "ftp://x", "http://[::1", "http://x:99999"]
)
def test_what_is_no_address_is_named(bad):
    with pytest.raises(BackendError, match="not a web address"):
        parse_address(bad, "spec")


@pytest.mark.parametrize(
    ("rest", "url", "model"),
    [
        ("", "", ""),
        ("http://a:1#speaker", "http://a:1", "speaker"),
        ("http://a:1", "http://a:1", ""),
        ("gpu-box:8000#org/model:x", "http://gpu-box:8000", "org/model:x"),
        ("gpu-box:8000/v1", "http://gpu-box:8000/v1", ""),
        ("#speaker", "", "speaker"),
        ("Qwen/Qwen3-8B", "", "Qwen/Qwen3-8B"),
        ("qwen3:8b@http://box:11434", "http://box:11434", "qwen3:8b"),
    ],
)
def test_a_local_shorthand_reads_url_and_model(rest, url, model):
    assert Shorthand("http://d").split(rest) == (url, model)


def test_an_ollama_tag_is_not_a_port():
    assert Shorthand("http://d", host_and_port=False).split("phi:3") == ("", "phi:3")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("vllm:http://me:hunter2@a", "vllm:http://***@a"),
        ("https://a/v1?api_key=s3cret&x=1", "https://a/v1?api_key=***&x=1"),
        ("openai:sk-proj-abcdefgh", "openai:sk-***"),
        ("https://a/v1?token=s3cret#m", "https://a/v1?token=***#m"),
        ("ollama:qwen3:8b@http://box:11434", "ollama:qwen3:8b@http://box:11434"),
        ("vllm:http://a#keystone=x", "vllm:http://a#keystone=x"),
    ],
)
def test_secrets_are_masked_and_nothing_else(text, masked):
    assert mask(text) == masked


def test_a_chain_keeps_its_order():
    chain = parse_chain("vllm:http://a#m , openai:x,demo")
    assert [(one.scheme, one.rest) for one in chain] == [
        ("vllm", "http://a#m"),
        ("openai", "x"),
        ("demo", ""),
    ]


@pytest.mark.parametrize("empty", ["", "  ", "demo,", ",demo", "demo,,demo"])
def test_an_empty_entry_is_refused(empty):
    with pytest.raises(BackendError, match="empty"):
        parse_chain(empty)


@given(st.text())
def test_any_text_is_parsed_or_refused_in_words(text):
    try:
        chain = parse_chain(text)
    except BackendError as error:
        assert str(error)  # noqa: PT017  (it need not be raised)
    else:
        assert chain


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused_in_words(text):
    try:
        address = parse_address(f"http://{text}", "spec")
    except BackendError as error:
        assert str(error)  # noqa: PT017  (it need not be raised)
    else:
        assert parse_address(address.base_url, "spec").base_url == address.base_url
