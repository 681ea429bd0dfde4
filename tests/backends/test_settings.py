import os
from pathlib import Path

import pytest

from mascot.errors import SettingsError
from mascot.settings import Settings


@pytest.fixture
def user_file(tmp_path) -> Path:
    path = tmp_path / "config" / "mascot" / "mascot.toml"
    path.parent.mkdir(parents=True)
    return path


def test_the_defaults_stand_without_any_file():
    settings = Settings.load()
    assert settings.backend is None
    assert settings.api_key is None
    assert settings.max_retries == 2
    assert settings.data_dir.name == "mascot"


def test_environment_before_nearest_file_before_users_file_before_default(user_file, monkeypatch):
    user_file.write_text('timeout = 1\nmax_retries = 1\nregion = "DE"\n')
    Path("mascot.toml").write_text("timeout = 2\nmax_retries = 3\n")
    monkeypatch.setenv("MASCOT_TIMEOUT", "4")
    settings = Settings.load()
    assert (settings.timeout, settings.max_retries, settings.region) == (4, 3, "DE")
    assert Settings.load(timeout=5).timeout == 5


def test_the_file_may_be_named(tmp_path, monkeypatch):
    Path("mascot.toml").write_text("timeout = 2\n")
    named = tmp_path / "other.toml"
    named.write_text("timeout = 7\n")
    monkeypatch.setenv("MASCOT_CONFIG", str(named))
    assert Settings.load().timeout == 7


def test_a_backend_may_be_a_table_or_a_string_or_json(monkeypatch):
    Path("mascot.toml").write_text('[backend]\nspec = "vllm:http://a#m"\ntemperature = 0.2\n')
    assert Settings.load().backend == {"spec": "vllm:http://a#m", "temperature": 0.2}
    monkeypatch.setenv("MASCOT_BACKEND", "demo")
    assert Settings.load().backend == "demo"
    monkeypatch.setenv("MASCOT_BACKEND", '{"spec": "demo", "seed": 3}')
    assert Settings.load().backend == {"spec": "demo", "seed": 3}


def test_an_empty_variable_counts_as_unset(monkeypatch):
    monkeypatch.setenv("MASCOT_TIMEOUT", "")
    assert Settings.load().timeout == 120


def test_a_home_is_expanded():
    assert Settings.load(data_dir="~/chats").data_dir == Path.home() / "chats"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("timeout = \n", r"mascot\.toml: this is not valid TOML.*line 1"),
        ("timout = 3\n", r"mascot\.toml: there is no setting 'timout'; did you mean 'timeout'\?"),
        ("zzz = 3\n", "the settings are: api_key"),
        ('timeout = "soon"\n', r"mascot\.toml: timeout = 'soon': .*number"),
        ("max_retries = -1\n", r"mascot\.toml: max_retries = -1"),
        ("backend = 7\n", r"mascot\.toml: backend"),
    ],
)
def test_a_broken_file_is_named_with_the_value(text, says):
    Path("mascot.toml").write_text(text)
    with pytest.raises(SettingsError, match=says):
        Settings.load()


def test_a_file_that_is_not_text_is_named():
    Path("mascot.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="not text"):
        Settings.load()


def test_a_named_file_must_be_there(monkeypatch):
    monkeypatch.setenv("MASCOT_CONFIG", "nowhere.toml")
    with pytest.raises(SettingsError, match=r"MASCOT_CONFIG='nowhere\.toml'"):
        Settings.load()


def test_a_wrong_variable_is_named_with_its_value(monkeypatch):
    Path("mascot.toml").write_text("timeout = 2\n")
    monkeypatch.setenv("MASCOT_TIMEOUT", "-3")
    with pytest.raises(SettingsError, match=r"^MASCOT_TIMEOUT = '-3': "):
        Settings.load()


def test_a_wrong_argument_is_named():
    with pytest.raises(SettingsError, match="'timeout' = 'x'"):
        Settings.load(timeout="x")
    with pytest.raises(SettingsError, match="did you mean 'timeout'"):
        Settings.load(timeot=1)


def test_no_secret_is_ever_printed(monkeypatch):
    Path("mascot.toml").write_text('[backend]\nspec = "demo"\napi_key = "file-secret"\n')
    monkeypatch.setenv("MASCOT_API_KEY", "env-secret")
    settings = Settings.load()
    assert settings.api_key.get_secret_value() == "env-secret"
    assert "secret" not in repr(settings) + str(settings)
    Path("mascot.toml").write_text('api_key = ["file-secret"]\n')
    monkeypatch.delenv("MASCOT_API_KEY")
    with pytest.raises(SettingsError) as caught:
        Settings.load()
    assert "secret" not in str(caught.value)
    assert "MASCOT_API_KEY" not in os.environ
