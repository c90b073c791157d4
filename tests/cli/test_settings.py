"""Settings come from the environment; secrets from it or from a file that its owner alone may read."""

import ast
import re
from pathlib import Path

import pytest

from dagster_project import cli, settings
from dagster_project.settings import SettingsRefused, load_settings

ROOT = Path(settings.__file__).parents[1]
OF_A_RUN = {"GUANXI_AS_OF", "GUANXI_FAULT"}  # set by Guanxi itself and by tests
SECRETS = {"GUANXI_ALERTS": "alert_urls", "GUANXI_POSTGRES_URL": "postgres_url"}


@pytest.fixture
def secret_file(tmp_path, monkeypatch):
    def write(variable, mode=0o600):
        path = tmp_path / "secret"
        path.write_text("json://user:secret@host/\n")
        path.chmod(mode)
        monkeypatch.setenv(f"{variable}_FILE", str(path))
        return path

    return write


def test_the_example_lists_exactly_what_is_read_from_the_environment():
    texts = {n.value for n in ast.walk(ast.parse(Path(settings.__file__).read_text())) if isinstance(n, ast.Constant)}
    read = {text for text in texts if isinstance(text, str) and re.fullmatch(r"GUANXI_[A-Z_]+", text)} - OF_A_RUN
    listed = re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE)
    assert {name for name in listed if name.startswith("GUANXI_")} == read | {f"{name}_FILE" for name in SECRETS}


@pytest.mark.parametrize(("variable", "field"), SECRETS.items())
def test_a_secret_may_stand_in_a_file_of_its_own(secret_file, tmp_path, variable, field):
    secret_file(variable)
    assert getattr(load_settings(tmp_path), field) == "json://user:secret@host/"
    assert "user:secret" not in repr(load_settings(tmp_path))


@pytest.mark.parametrize("variable", SECRETS)
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_secret_that_others_may_read_is_refused(secret_file, tmp_path, variable, mode):
    path = secret_file(variable, mode)
    with pytest.raises(SettingsRefused, match=f"{variable}_FILE.*chmod 600 {path}") as refused:
        load_settings(tmp_path)
    assert "user:secret" not in str(refused.value)


def test_a_secret_file_that_is_not_there_or_not_alone_is_refused(secret_file, tmp_path, monkeypatch):
    secret_file("GUANXI_ALERTS")
    monkeypatch.setenv("GUANXI_ALERTS", "json://other/")
    with pytest.raises(SettingsRefused, match="both set"):
        load_settings(tmp_path)
    monkeypatch.setenv("GUANXI_ALERTS_FILE", str(tmp_path / "nowhere"))
    monkeypatch.delenv("GUANXI_ALERTS")
    with pytest.raises(SettingsRefused, match="no file"):
        load_settings(tmp_path)


def test_the_command_says_so_and_ends(secret_file, tmp_path, monkeypatch, capsys):
    secret_file("GUANXI_ALERTS", 0o644)
    monkeypatch.setattr("sys.argv", ["guanxi", "status", "--home", str(tmp_path)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert "chmod 600" in str(ended.value)
