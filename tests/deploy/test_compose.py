"""The deployment files say what they have to; no container engine runs here, so they are read."""

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.environment import BASE_DIR
from config.services.programs import commands

DEPLOY = BASE_DIR / "deploy"
SET_OTHERWISE = {
    *("DATA", "HOST", "PORT", "WORKERS", "CORPUS", "STATIC_ROOT"),  # said by the image and its commands
    *("DEBUG", "ALERTS_TO_LOOPBACK"),  # for one machine, never for a site that others reach
    *("LLM_TIMEOUT", "LLM_ATTEMPTS", "LLM_CONCURRENCY", "LLM_TOKEN_BUDGET", "LLM_CACHE"),  # defaults do
}


@pytest.fixture(scope="module")
def services() -> Mapping[str, Any]:
    services: Mapping[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    return services


def test_the_compose_file_follows_its_schema(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run(
        [*command, str(DEPLOY / "compose.yaml")], capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stdout


def test_the_schema_check_can_fail(tmp_path: Path) -> None:
    wrong = tmp_path / "compose.yaml"
    wrong.write_text("services: {web: {comand: [x]}}\n")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    assert subprocess.run([*command, str(wrong)], capture_output=True, check=False).returncode == 1


def test_containers_run_the_commands_of_make_run(services: Mapping[str, Any]) -> None:
    expected = commands(Path("/data"), host="0.0.0.0", port=8000, workers=2)
    assert {name: services[name]["command"] for name in expected} == {
        name: ["python", "-m", *words] for name, words in expected.items()
    }


def test_everything_that_the_site_needs_is_there(services: Mapping[str, Any]) -> None:
    assert set(services) == {"setup", "web", "worker", "beat", "postgres", "valkey"}
    assert services["setup"]["command"] == ["python", "manage.py", "prepare_database"]


@pytest.mark.parametrize("name", ["setup", "web", "worker", "beat"])
def test_programs_get_addresses_and_no_more_rights_than_they_need(
    services: Mapping[str, Any], name: str
) -> None:
    service = services[name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert {"SECRET_KEY", "DATABASE_URL", "REDIS_URL"} <= set(service["environment"])


def test_every_setting_of_the_sample_reaches_the_site(services: Mapping[str, Any]) -> None:
    sample = (BASE_DIR / ".env.sample").read_text()
    asked = set(re.findall(r"^# ([A-Z_]+)=", sample, re.MULTILINE))
    assert "SITE_URL" in asked
    for name in ("web", "worker"):
        assert asked - set(services[name]["environment"]) - SET_OTHERWISE <= {"DATABASE_POOL_SIZE"}, name


def test_no_password_is_written_down(services: Mapping[str, Any]) -> None:
    texts = [
        str(value)
        for service in services.values()
        for name, value in service.get("environment", {}).items()
        if value is not None and ("PASSWORD" in name or "KEY" in name)  # None: handed on as it is
    ]
    assert texts
    assert all(text.startswith("${") and text.endswith(":?}") for text in texts)


def test_only_the_web_server_is_reachable_and_only_from_the_machine(services: Mapping[str, Any]) -> None:
    ports = {name: service["ports"] for name, service in services.items() if "ports" in service}
    assert ports == {"web": ["127.0.0.1:${PORT:-8000}:8000"]}


def test_the_image_installs_by_hash_and_runs_as_a_user() -> None:
    lines = (DEPLOY / "Dockerfile").read_text()
    assert "--require-hashes" in lines
    assert lines.index("USER claimboard") < lines.index("CMD ")
    copied = [
        line.split()[1] for line in lines.splitlines() if line.startswith("COPY ") and "--from" not in line
    ]
    assert all((BASE_DIR / name).exists() for name in copied)


def test_the_image_gets_only_what_it_copies() -> None:
    ignore = (BASE_DIR / ".dockerignore").read_text().split()
    assert ignore[0] == "*"
    assert {"!config", "!extraction", "!leaderboard", "!manage.py", "!requirements.lock"} <= set(ignore)
