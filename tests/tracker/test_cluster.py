"""The private PostgreSQL under everything that happens to it in a real house; real processes, real signals."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tracker.checkouts import ASK, IDENTITY, IS_ROOT, Checkout, end, environment, is_alive, wait_until_gone
from tracker.cluster.places import FALLBACK_PARENT, SHORT_PARENT

pytestmark = pytest.mark.cluster
Make = Callable[[str], Checkout]


def test_cold_start_gives_a_stopped_cluster_that_nobody_else_may_enter(template: Checkout) -> None:
    assert template.server_pid() is None
    assert template.data.stat().st_mode & 0o777 == 0o700
    assert (template.base / "s").stat().st_mode & 0o777 == 0o700


def test_warm_start_finds_the_same_data(template: Checkout) -> None:
    assert template.ask() == template.ask()
    assert template.server_pid() is None


def test_the_child_is_staff_on_a_server_without_tcp_that_sees_cyrillic_letters(template: Checkout) -> None:
    question = "SELECT concat_ws(' ', current_user, current_setting('listen_addresses') = '', 'Жж' ~ '^[[:alpha:]]+$')"
    assert template.ask(question) == "volia_staff t t"
    assert template.ask("SELECT datctype FROM pg_database WHERE datname = current_database()").lower() == "c.utf-8"


def test_roles_have_no_more_than_they_need(template: Checkout) -> None:
    question = """SELECT string_agg(concat_ws(' ', rolname, rolsuper, rolcreaterole, rolcreatedb), ', '
                         ORDER BY rolname) FROM pg_roles WHERE rolname LIKE 'volia\\_%'"""
    assert template.ask(question) == "volia_owner f f t, volia_reader f f f, volia_staff f f f"


def test_four_cold_starts_at_once_make_one_cluster_and_the_last_one_stops_it(fresh: Make) -> None:
    checkout = fresh("four")
    starts = [checkout.start(sys.executable, "-c", ASK, IDENTITY) for _ in range(4)]
    answers = {(start.communicate(timeout=90), start.returncode) for start in starts}
    assert len(answers) == 1, answers
    assert {code for _, code in answers} == {0}
    assert len(list(checkout.base.glob("data*"))) == 1
    assert checkout.server_pid() is None


def test_the_last_one_out_stops_the_server(ready: Make) -> None:
    checkout = ready("last")
    with checkout.held() as (first, first_child):
        server = checkout.server_pid()
        with checkout.held():
            end(first_child, signal.SIGTERM)
            first.wait(timeout=30)
            assert server is not None
            assert is_alive(server)
            assert checkout.server_pid() == server
    assert not is_alive(server)


def test_a_killed_server_recovers_at_the_next_start(ready: Make) -> None:
    checkout = ready("killed")
    before = checkout.ask()
    with checkout.held():
        server = checkout.server_pid()
        assert server is not None
        end(server, signal.SIGKILL)
        assert checkout.ask() == before
    assert checkout.server_pid() is None


def test_the_server_of_a_killed_wrapper_is_used_and_stopped_by_the_next(ready: Make) -> None:
    checkout = ready("orphan")
    with checkout.held() as (wrapper, _child):
        server = checkout.server_pid()
        assert server is not None
        wrapper.kill()
        wrapper.wait()
        assert is_alive(server)
        assert checkout.ask("SELECT 1") == "1"
        wait_until_gone(server)


def test_a_stale_pid_file_that_names_a_strangers_process_is_no_obstacle(ready: Make) -> None:
    checkout = ready("stale")
    owner = checkout.data.stat()
    uid, gid = (owner.st_uid, owner.st_gid) if IS_ROOT else (None, None)
    with subprocess.Popen(["sleep", "300"], user=uid, group=gid, extra_groups=[] if IS_ROOT else None) as stranger:
        lock = checkout.base / "s" / ".s.PGSQL.5432.lock"
        for leftover in (checkout.data / "postmaster.pid", lock):
            leftover.write_text(f"{stranger.pid}\n{checkout.data}\n1\n5432\n{lock.parent}\n\n")
            os.chown(leftover, owner.st_uid, owner.st_gid)
        try:
            assert checkout.ask("SELECT 1") == "1"
            assert stranger.poll() is None
        finally:
            stranger.kill()


def test_after_a_reboot_without_goodbye_the_data_are_still_there(ready: Make) -> None:
    checkout = ready("reboot")
    before = checkout.ask()
    with checkout.held() as (wrapper, _child):
        server = checkout.server_pid()
        assert server is not None
        wrapper.kill()
        end(server, signal.SIGKILL)
        wait_until_gone(server)
    shutil.rmtree(checkout.base / "s")
    assert checkout.ask() == before


def test_a_half_made_cluster_is_moved_aside_and_made_again(ready: Make) -> None:
    checkout = ready("half")
    before = checkout.ask()
    (checkout.data / "volia-complete").unlink()
    assert checkout.ask() != before
    (aside,) = checkout.base.glob("data*.half-made-*")
    assert (aside / "PG_VERSION").exists()


def test_two_checkouts_at_the_same_time_do_not_meet(ready: Make) -> None:
    one, other = ready("one"), ready("other")
    with one.held(), other.held():
        assert one.server_pid() != other.server_pid()
        assert one.socket_folder() == one.base / "s"
        assert other.socket_folder() == other.base / "s"


@pytest.mark.parametrize("name", ["l" * 140, "o'dd \"wäy%20 $HOME, здесь"])
def test_a_path_that_no_socket_can_have_gets_a_short_private_one(ready: Make, name: str) -> None:
    checkout = ready(name)
    with checkout.held():
        folder = checkout.socket_folder()
        assert folder.parent == SHORT_PARENT
        assert folder.stat().st_mode & 0o777 == 0o700
        assert folder.stat().st_uid == checkout.data.stat().st_uid
    assert not folder.exists()


def test_a_short_socket_folder_held_by_somebody_else_is_refused(ready: Make) -> None:
    checkout = ready("s" * 140)
    folder = checkout.socket_folder()
    folder.symlink_to(FALLBACK_PARENT)
    try:
        done = checkout.run("true")
        assert done.returncode == 1
        assert f"{folder} belongs to" in done.stderr
    finally:
        folder.unlink()


@pytest.mark.parametrize("mask", [0o000, 0o077])
def test_the_callers_umask_opens_and_closes_nothing(fresh: Make, mask: int) -> None:
    checkout = fresh(f"umask-{mask:o}")
    (checkout.folder / ".local").mkdir(mode=0o755)
    assert checkout.ask("SELECT 1", umask=mask) == "1"
    for folder in (checkout.base, checkout.data, checkout.base / "s"):
        assert folder.stat().st_mode & 0o077 == 0


def test_a_strange_environment_changes_nothing(ready: Make) -> None:
    checkout = ready("env")
    junk = dict.fromkeys(("PGHOST", "PGPORT", "PGDATA", "PGOPTIONS", "PGSERVICE", "PGUSER", "PGDATABASE"), "junk")
    strange = {name: value for name, value in environment(**junk, LC_ALL="xx_XX", LANG="xx").items() if name != "HOME"}
    assert checkout.ask("SELECT 1", env=strange) == "1"
    assert checkout.server_pid() is None


def test_a_deleted_working_folder_is_no_obstacle(ready: Make, tmp_path: Path) -> None:
    checkout = ready("gone")
    gone = tmp_path / "gone"
    gone.mkdir()
    inner = f'cd "{gone}" && rmdir "{gone}" && exec "$@"'
    command = ["sh", "-c", inner, "sh", *checkout.command("echo", "done")]
    with_path = environment(PYTHONPATH=str(checkout.folder))
    done = subprocess.run(command, env=with_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr


@pytest.mark.parametrize(("command", "code"), [("exit 7", 7), ("kill -9 $$", 137), ("exit 0", 0)])
def test_the_childs_code_comes_back(template: Checkout, command: str, code: int) -> None:
    assert template.run("sh", "-c", command).returncode == code


def test_an_unknown_command_is_127_as_in_a_shell(template: Checkout) -> None:
    done = template.run("no-such-command")
    assert (done.returncode, done.stderr) == (127, "no-such-command: command not found\n")
    assert template.server_pid() is None


def test_a_call_without_a_command_explains_itself(template: Checkout) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tracker.cluster", "ls"],
        cwd=template.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("usage: python -m tracker.cluster -- COMMAND")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_term_and_hup_reach_the_child_and_the_server_is_stopped(ready: Make, number: int, code: int) -> None:
    checkout = ready(f"signal-{number}")
    with checkout.held() as (wrapper, child):
        wrapper.send_signal(number)
        assert wrapper.wait(timeout=30) == code
        assert not is_alive(child)
    assert checkout.server_pid() is None


def test_interrupt_is_left_to_the_child(ready: Make) -> None:
    checkout = ready("interrupt")
    with checkout.held() as (wrapper, child):
        wrapper.send_signal(signal.SIGINT)
        assert is_alive(child)
        # The terminal would have sent it to the child as well; it must not be deaf to it.
        end(child, signal.SIGINT)
        assert wrapper.wait(timeout=30) == 130
    assert checkout.server_pid() is None


def test_a_database_url_is_used_and_nothing_is_started(fresh: Make) -> None:
    checkout = fresh("given")
    done = checkout.run("sh", "-c", "echo $DATABASE_URL", env=environment(DATABASE_URL="postgresql:///elsewhere"))
    assert (done.returncode, done.stdout) == (0, "postgresql:///elsewhere\n")
    assert not checkout.base.exists()


def test_data_of_another_major_version_are_left_alone(ready: Make) -> None:
    checkout = ready("major")
    checkout.data.rename(checkout.base / "data99")
    done = checkout.run("true")
    assert done.returncode == 1
    assert f"The data in {checkout.base}/data99 was made by PostgreSQL 99, but only PostgreSQL" in done.stderr
    assert [path.name for path in checkout.base.glob("data*")] == ["data99"]


def test_an_unknown_choice_of_programs_is_refused(fresh: Make) -> None:
    done = fresh("choice").run("true", env=environment(VOLIA_POSTGRES="wheels"))
    assert (done.returncode, done.stderr) == (
        1,
        "VOLIA_POSTGRES is 'wheels'; it must be 'system', 'wheel' or not set.\n",
    )


def test_the_bundled_postgresql_keeps_a_folder_of_its_own(ready: Make) -> None:
    checkout = ready("wheel")
    wheel = environment(VOLIA_POSTGRES="wheel")
    assert checkout.ask(env=wheel) != checkout.ask()
    assert checkout.ask("SELECT 'Жж' ~ '^[[:alpha:]]+$'", env=wheel) == "True"
    assert list((checkout.folder / ".local" / "postgres-wheel").glob("data*/volia-complete"))


def test_a_server_that_can_not_start_shows_the_end_of_its_log(ready: Make) -> None:
    checkout = ready("broken")
    with (checkout.data / "postgresql.conf").open("a") as configuration:
        configuration.write("\nno_such_setting = 1\n")
    done = checkout.run("true")
    assert done.returncode == 1
    assert "PostgreSQL did not start" in done.stderr
    assert "no_such_setting" in done.stderr
