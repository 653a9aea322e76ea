"""The whole site, as `make run` starts it: real servers, a real worker, real kills."""

import json
import os
import re
import signal
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from urllib.parse import urlencode

import pytest

from config.environment import BASE_DIR
from tests.config.services.processes_of import processes_of, wait_until
from tests.config.services.running import Running, clean_environment, free_port, run

PAPERS = [
    {"id": "one", "title": "First", "abstract": "Our parser reaches 91.5% accuracy on the Ferry dataset."},
    {"id": "two", "title": "Second", "abstract": "Tugboat improves BLEU by 2.1 points on WMT14."},
    {"id": "three", "title": "Third", "abstract": "Nothing is measured here."},
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("site")
    corpus = folder / "papers.jsonl"
    corpus.write_text("".join(json.dumps(paper) + "\n" for paper in PAPERS))
    running = Running(data=folder / "data", port=free_port(), corpus=str(corpus))
    yield running.start()
    running.end()


def test_two_lines_say_where_it_is_and_how_to_sign_in(site: Running) -> None:
    assert site.lines[0] == f"ready: http://127.0.0.1:{site.port}/"
    assert f"http://127.0.0.1:{site.port}/admin/" in site.lines[1]
    assert str(site.data / "admin-password") in site.lines[1]


def test_it_speaks_before_it_is_ready(site: Running) -> None:
    said = (site.data.parent / "stdout").read_text()
    assert said.startswith(f"starting the site on DATA={site.data} ...\n")


def test_its_pages_answer(site: Running) -> None:
    assert site.get("/")[0] == 200
    assert site.get("/health/ready") == (200, "ok\n")
    assert site.get("/no-such-page")[0] == 404


def test_static_files_have_hashed_names_and_answer(site: Running) -> None:
    found = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', site.get("/admin/login/")[1])
    assert found
    assert site.get(found[1])[0] == 200


def test_ready_means_that_every_paper_is_read(site: Running) -> None:
    assert site.count("paper") == len(PAPERS)
    assert site.count("paper WHERE state = 'done'") == len(PAPERS)
    assert site.count("claim") >= 2


def test_the_generated_password_opens_the_admin(site: Running) -> None:
    address = f"http://127.0.0.1:{site.port}/admin/login/?next=/admin/"
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    with opener.open(address) as page:  # leads on to the sign-in of the whole site
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
    assert found
    password = (site.data / "admin-password").read_text()
    form = {"csrfmiddlewaretoken": found[1], "username": "admin", "password": password, "next": "/admin/"}
    with opener.open(page.url, urlencode(form).encode()) as answer:
        assert answer.url.endswith("/admin/")
    assert "sessionid" in {cookie.name for cookie in jar}


def test_secrets_are_for_the_owner_only(site: Running) -> None:
    secrets = ["admin-password", "secret-key", "valkey-password", "run/addresses.json", "run/valkey.conf"]
    assert {stat.S_IMODE((site.data / name).stat().st_mode) for name in secrets} == {0o600}


def test_no_secret_is_in_a_log_or_on_a_command_line(site: Running) -> None:
    names = ("admin-password", "secret-key", "valkey-password")
    secrets = [(site.data / name).read_text() for name in names]
    seen = [path.read_text(errors="replace") for path in (site.data / "log").iterdir()]
    seen += [*processes_of(site.data).values(), site.errors(), *site.lines]
    assert not [secret for secret in secrets for text in seen if secret in text]


def test_a_second_run_on_the_folder_is_refused(site: Running) -> None:
    told = {"DATA": str(site.data), "PORT": str(free_port())}
    done = run("run", env=told)
    assert done.returncode == 1
    assert f"error: Process {site.process and site.process.pid} already works on {site.data}" in done.stderr


def test_a_command_finds_the_running_servers(site: Running) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--check"],
        cwd=BASE_DIR,
        env=clean_environment() | {"DATA": str(site.data)},
        capture_output=True,
        check=False,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "words", ["celery --app config worker", "valkey-server", "bin/postgres -D", "granian"]
)
def test_what_is_killed_comes_back_and_works(site: Running, words: str) -> None:
    before = site.pids(words)
    assert before
    os.kill(min(before), signal.SIGKILL)
    wait_until(lambda: (now := site.pids(words)) and not set(now) & set(before))
    wait_until(lambda: site.get("/health/ready")[0] == 200)
    assert site.count("paper") == len(PAPERS)


def test_killing_the_supervisor_leaves_nothing_running_and_loses_nothing(site: Running) -> None:
    site.ensure()
    claims = site.count("claim")
    site.kill()
    site.start()  # at once: it has to wait for what is still ending
    assert (site.count("paper"), site.count("claim")) == (len(PAPERS), claims)
    site.kill()
    wait_until(lambda: not processes_of(site.data))


def test_killing_everything_at_once_loses_nothing(site: Running) -> None:
    site.ensure()
    claims = site.count("claim")
    for pid in processes_of(site.data):
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not site.running())
    site.start()
    assert (site.count("paper"), site.count("claim")) == (len(PAPERS), claims)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_stops_everything(site: Running, number: signal.Signals) -> None:
    site.ensure()
    assert site.process
    site.process.send_signal(number)
    wait_until(lambda: site.errors().endswith("stopping ...\n"), seconds=1)
    assert site.process.wait(20) == 0
    assert site.errors().endswith("stopping ...\n")
    assert processes_of(site.data) == {}
    assert not (site.data / "run" / "addresses.json").exists()
