"""What the settings come to, asked from outside where the environment decides."""

import os
import secrets
import stat
import subprocess
import sys
from pathlib import Path

from django.core.management import call_command
from django.test import Client

from config.environment import BASE_DIR

ASK = "import django.conf, sys; print(eval(sys.argv[1], {'s': django.conf.settings}))"


def ask(question: str, **variables: str) -> str:
    env = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings"} | variables
    command = [sys.executable, "-c", ASK, question]
    return subprocess.run(
        command, cwd=BASE_DIR, env=env, capture_output=True, check=True, text=True
    ).stdout.strip()


def test_without_any_variable_it_is_safe(tmp_path: Path) -> None:
    question = "(s.DEBUG, s.ALLOWED_HOSTS, len(s.SECRET_KEY) >= 50, s.SESSION_COOKIE_HTTPONLY)"
    assert ask(question, DATA=str(tmp_path)) == "(False, ['127.0.0.1', 'localhost', '[::1]'], True, True)"


def test_the_secret_key_is_generated_once_for_the_owner_only(tmp_path: Path) -> None:
    told = {"DATA": str(tmp_path / "new"), "DATABASE_URL": "postgres://u:p@db.example/papers"}
    first = ask("s.SECRET_KEY", **told)
    assert ask("s.SECRET_KEY", **told) == first
    assert stat.S_IMODE((tmp_path / "new" / "secret-key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_https_closes_cookies_and_sets_hsts(tmp_path: Path) -> None:
    question = (
        "(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0)"
    )
    assert ask(question, DATA=str(tmp_path), HTTPS="true") == "(True, True, True, True)"


def test_a_database_url_wins_over_the_embedded_one(tmp_path: Path) -> None:
    question = "(s.DATABASES['default']['HOST'], s.DATABASES['default']['NAME'])"
    assert ask(question, DATA=str(tmp_path), DATABASE_URL="postgres://u:p@db.example/papers") == str(
        ("db.example", "papers")
    )


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere(client: Client) -> None:
    policy = client.get("/health/live")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_no_migration_is_missing(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_deployment_check_finds_nothing() -> None:
    env = os.environ | {"HTTPS": "true", "SECRET_KEY": secrets.token_urlsafe(48)}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=BASE_DIR,
        env=env,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_settings_stay_small() -> None:
    assert len((BASE_DIR / "config" / "settings.py").read_text().splitlines()) < 300
