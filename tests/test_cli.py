"""The command line as a user meets it: what is printed where, and how a run ends."""

import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import cssrules
from cssrules_cli.commands import COMMANDS
from cssrules_cli.main import run

ROOT = Path(__file__).parent.parent
PENINSULA = ROOT / "cases" / "2012" / "peninsula.json"


class Ended(NamedTuple):
    code: int
    out: str
    err: str


Cli = Callable[..., Ended]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The command line, in this process, beside a small policy of its own."""
    monkeypatch.delenv("CSSRULES_TRACEBACK", raising=False)

    def call(*arguments: object) -> Ended:
        code = run([str(argument) for argument in arguments])
        return Ended(code, *capsys.readouterr())

    return call


@pytest.fixture
def garden(tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as `init` makes it, to work in."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert cli("init", tmp_path / "garden").code == 0
    monkeypatch.chdir(tmp_path / "garden")
    return tmp_path / "garden"


CASE = "cases/allotment.json"


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def program(*arguments: object, **more: Any) -> subprocess.CompletedProcess[bytes]:
    """The command line as a program of its own."""
    command = [sys.executable, "-m", "cssrules_cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, timeout=60, **more)


# -- the whole ---------------------------------------------------------------------------------------


def test_help_names_every_command(cli: Cli) -> None:
    ended = cli("--help")
    assert ended.code == 0
    assert re.findall(r"^  ([a-z-]+)  ", ended.out.partition("Commands:")[2], re.MULTILINE) == list(
        COMMANDS
    )
    assert "..." not in ended.out.partition("Commands:")[2]


@pytest.mark.parametrize("command", [*COMMANDS, "case new"])
def test_every_command_explains_itself(cli: Cli, command: str) -> None:
    ended = cli(*command.split(), "--help")
    assert ended.code == 0
    assert f"Usage: cssrules {command}" in ended.out


def test_a_slip_in_a_command_gets_a_hint(cli: Cli) -> None:
    ended = cli("decid")
    assert ended.code == 2
    assert "Did you mean `decide`?" in ended.err


def test_the_version_is_told(cli: Cli) -> None:
    assert re.fullmatch(r"cssrules \d+\.\d+\.\d+\n", cli("--version").out)


# -- decide ------------------------------------------------------------------------------------------


def answer(out: str, question: str = "Q1") -> Any:
    decisions = json.loads(out)["core"]["decisions"]
    return next(found["answer"] for found in decisions if found["id"] == question)


@pytest.mark.usefixtures("garden")
def test_a_case_is_decided(cli: Cli) -> None:
    ended = cli("decide", CASE)
    assert (ended.code, ended.err) == (0, "")
    assert "PLOT" in ended.out
    assert "FIT-1" in ended.out


@pytest.mark.usefixtures("garden")
def test_an_adverse_answer_is_no_failure(cli: Cli) -> None:
    ended = cli("decide", CASE, "--format", "json", "--with", "lives in the parish=no")
    assert (ended.code, answer(ended.out)) == (0, "refusal")
    assert json.loads(ended.out)["with"] == ["lives in the parish=no"]


@pytest.mark.usefixtures("garden")
def test_an_open_answer_is_no_failure(cli: Cli) -> None:
    ended = cli("decide", CASE, "--format", "json", "--with", "experience=unknown")
    assert ended.code == 0
    (decision,) = json.loads(ended.out)["core"]["decisions"]
    assert (decision["status"], decision["ask"]) == ("undecided", ["experience"])


@pytest.mark.usefixtures("garden")
def test_a_setting_is_changed_for_one_run(cli: Cli) -> None:
    ended = cli("decide", CASE, "--format=json", "--set", "longest wait=500 days")
    assert answer(ended.out) == "place on the list"
    assert json.loads(ended.out)["settings_changed"] == [
        {"name": "longest wait", "value": "500 days", "default": "365 days"}
    ]


@pytest.mark.usefixtures("garden")
def test_the_day_of_a_decision_is_given_in_two_ways(cli: Cli) -> None:
    for written in ("2026-03-01", "1 March 2026"):
        ended = cli("decide", CASE, "--format=json", "--as-of", written)
        assert json.loads(ended.out)["as_of"] == "2026-03-01"
        assert answer(ended.out) is None, "the interview was reported a day later"


@pytest.mark.usefixtures("garden")
@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("15/04/2012", "`15/04/2012` is not a date; write 2012-04-15 or 15 April 2012"),
        ("04/05/2012", "`04/05/2012` is not a date; write 2012-03-30 or 30 March 2012"),
        ("yesterday", "`yesterday` is not a date; write 2012-03-30 or 30 March 2012"),
        ("2012-02-30", "`2012-02-30` is not a day of the calendar"),
    ],
)
def test_a_day_written_otherwise_gets_a_hint(cli: Cli, written: str, told: str) -> None:
    ended = cli("decide", CASE, "--as-of", written)
    assert (ended.code, ended.out) == (2, "")
    assert f"Invalid value for '--as-of': {told}\n" in ended.err


def test_a_case_comes_from_standard_input(garden: Path) -> None:
    ended = program("decide", "-", "--format", "json", input=(garden / CASE).read_bytes())
    assert (ended.returncode, answer(ended.stdout.decode())) == (0, "plot")


@pytest.mark.usefixtures("garden")
@pytest.mark.parametrize("explain", [["--explain"], ["--explain=tree"]])
def test_an_explanation_may_stand_before_the_case(cli: Cli, explain: list[str]) -> None:
    before, after = cli("decide", *explain, CASE), cli("decide", CASE, *explain)
    assert before == after
    assert before.code == 0


@pytest.mark.usefixtures("garden")
def test_the_engine_can_be_left_out(cli: Cli) -> None:
    with_it, without = (
        json.loads(cli("decide", CASE, "--format=json", flag).out)
        for flag in ("--engine", "--no-engine")
    )
    assert with_it["core"]["decisions"] == without["core"]["decisions"]
    assert with_it["engine"]["fired_by"].startswith("durable-rules")
    assert not without["engine"]["fired_by"].startswith("durable-rules")


STARTS = {
    "txt": "",
    "json": "{",
    "dot": "",
    "svg": "<",
    "mmd": "",
    "html": "<!DOCTYPE html>",
}


@pytest.mark.parametrize("ending", STARTS)
def test_the_ending_of_a_file_gives_the_format(cli: Cli, garden: Path, ending: str) -> None:
    file = garden / "out" / f"applicant.{ending}"
    ended = cli("decide", CASE, "--output", file)
    assert ended[:2] == (0, "")
    text = file.read_text(encoding="utf-8")
    assert text.lower().startswith(STARTS[ending].lower())
    assert text.endswith("\n")
    assert "plot" in text.lower()


@pytest.mark.usefixtures("garden")
@pytest.mark.parametrize("command", [["decide", CASE], ["graph"]])
@pytest.mark.parametrize("name", ["x.png", "x.docx", "x.PDF"])
def test_an_unknown_ending_is_refused(cli: Cli, command: list[str], name: str) -> None:
    for form in ([], ["--format", "svg"]):
        ended = cli(*command, *form, "--output", name)
        assert (ended.code, ended.out) == (2, "")
        assert f"{name}: the ending is none of .txt, .json, .dot, .gv, .svg, .mmd" in ended.err
        assert not Path(name).exists()


@pytest.mark.usefixtures("garden")
def test_an_ending_may_not_contradict_the_format(cli: Cli) -> None:
    ended = cli("decide", CASE, "--format", "svg", "--output", "x.json")
    assert (ended.code, ended.out) == (2, "")
    assert "x.json: --format svg is written to .svg" in ended.err
    assert cli("graph", "--output", "x.html").code == 2, "the map has no page"
    assert cli("decide", CASE, "--format", "svg", "--output", "plain").code == 0


def test_a_file_is_written_whole_and_with_plain_rights(cli: Cli, garden: Path) -> None:
    file = garden / "a.json"
    file.write_text("before")
    old = os.umask(0o022)
    try:
        cli("decide", CASE, "--output", file)
    finally:
        os.umask(old)
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    assert [path.name for path in garden.iterdir() if path.name.startswith(".")] == []


def test_a_folder_is_not_overwritten(cli: Cli, garden: Path) -> None:
    ended = cli("decide", CASE, "--output", garden / "rules")
    assert ended.code == 2
    assert (garden / "rules" / "allotments.yaml").is_file()
    assert [path.name for path in garden.iterdir() if path.name.startswith(".")] == []


@pytest.mark.usefixtures("garden")
def test_a_missing_case_is_one_line(cli: Cli) -> None:
    ended = cli("decide", "cases/none.json")
    assert ended == (2, "", "Error: cases/none.json: no such file or directory\n")


@pytest.mark.usefixtures("garden")
def test_a_folder_is_no_case(cli: Cli) -> None:
    assert cli("decide", "cases") == (2, "", "Error: cases: is a directory\n")


def test_the_faults_of_a_case_are_told_with_its_name(cli: Cli, garden: Path) -> None:
    change(garden / CASE, "days waited", "day waited")
    change(garden / CASE, '"a little"', '"a litle"')
    ended = cli("decide", CASE)
    assert (ended.code, ended.out) == (1, "")
    assert re.search(rf" --> {CASE}:\d+:\d+\n.*\n.* evidence\[1\].fact\n", ended.err)
    assert re.search(rf" --> {CASE}:\d+:\d+\n.*\n.* evidence\[2\].value\n", ended.err)
    assert "did you mean `days waited`?" in ended.err


@pytest.mark.parametrize(
    ("raw", "code"), [(b"{", 2), (b"\xff", 2), (b" " * 6_000_000, 2), (b"[]", 1), (b"[" * 9999, 1)]
)
def test_what_is_no_case_is_told_apart_from_a_faulty_one(
    cli: Cli, garden: Path, raw: bytes, code: int
) -> None:
    (garden / "x.json").write_bytes(raw)
    ended = cli("decide", "x.json")
    assert (ended.code, ended.out) == (code, "")
    assert "x.json" in ended.err
    assert len(ended.err.splitlines()) <= 4


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no endless file here")
@pytest.mark.usefixtures("garden")
def test_an_endless_file_is_not_read_to_its_end(cli: Cli) -> None:
    assert "larger than 5 MB" in cli("decide", "/dev/zero").err


@pytest.mark.usefixtures("garden")
def test_a_faulty_what_if_is_told(cli: Cli) -> None:
    ended = cli("decide", CASE, "--with", "day waited=3 days", "--with", "experience=3")
    assert (ended.code, ended.out) == (2, "")
    assert (
        "day waited=3 days: no fact is called `day waited`; did you mean `days waited`?"
        in ended.err
    )
    assert "experience=3: `3` is not one of none, a little or much" in ended.err
    assert cli("compare", CASE, "--set", "longest wait=3").code == 2


def test_a_faulty_policy_decides_nothing(cli: Cli, garden: Path) -> None:
    change(garden / "rules" / "allotments.yaml", "experience is at", "experiense is at")
    ended = cli("decide", CASE)
    assert (ended.code, ended.out) == (1, "")
    assert "did you mean `experience`?" in ended.err


def test_our_own_fault_is_one_line_that_names_the_case(
    cli: Cli, garden: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise AssertionError("the sky\nfell")

    monkeypatch.setattr(cssrules, "decide", broken, raising=False)
    ended = cli("decide", CASE)
    assert (ended.code, ended.out) == (3, "")
    assert "Traceback" not in ended.err
    first, second = ended.err.splitlines()
    assert first == f"internal error in `cssrules decide {CASE}`: AssertionError: the sky fell"
    assert "report" in second
    monkeypatch.setenv("CSSRULES_TRACEBACK", "1")
    with pytest.raises(AssertionError, match="sky"):
        cli("decide", CASE)
    del garden


# -- the terminal ------------------------------------------------------------------------------------


def test_output_is_utf_8_wherever_it_is_written(garden: Path) -> None:
    change(garden / CASE, "Applicant 7", "Zoë £7")
    poor = {
        **os.environ,
        "LC_ALL": "C",
        "LANG": "C",
        "PYTHONIOENCODING": "ascii",
        "PYTHONUTF8": "0",
    }
    ended = program("decide", CASE, env=poor)
    assert ended.returncode == 0, ended.stderr
    assert "Zoë £7" in ended.stdout.decode("utf-8")


@pytest.mark.usefixtures("garden")
def test_a_reader_may_close_the_pipe() -> None:
    command = (
        f"{sys.executable} -m cssrules_cli schema decision | head -n 1; exit ${{PIPESTATUS[0]}}"
    )
    ended = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert (ended.stdout, ended.stderr, ended.returncode) == (b"{\n", b"", 0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.usefixtures("garden")
def test_a_full_disk_is_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "cssrules_cli", "decide", CASE],
            stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert ended.stderr == b"Error: standard output: no space left on device\n"
    assert ended.returncode == 2


@pytest.mark.usefixtures("garden")
def test_nothing_is_coloured_for_a_file_or_against_the_users_will(cli: Cli) -> None:
    assert "\x1b" not in "".join(map(str, cli("check")))
    assert "\x1b" not in "".join(map(str, cli("decide", CASE)))


def test_a_shell_completes_commands_and_rules(garden: Path) -> None:
    def completed(words: str, position: int) -> list[str]:
        asked = {**os.environ, "_CSSRULES_COMPLETE": "bash_complete",
                 "COMP_WORDS": words, "COMP_CWORD": str(position)}  # fmt: skip
        return program(env=asked).stdout.decode().split()

    assert completed("cssrules de", 1) == ["plain,decide"]
    assert completed("cssrules rule F", 2) == ["plain,FIT-1"]
    change(garden / "rules" / "allotments.yaml", "rules:", "rule:")
    assert completed("cssrules rule F", 2) == []


# -- check -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("garden")
def test_nothing_found_is_said_with_counts(cli: Cli) -> None:
    assert cli("check") == (0, "rules: nothing found in 3 rules, 3 facts and 1 setting\n", "")
    assert json.loads(cli("check", "--format", "json").out) == []


def test_a_fault_is_shown_at_its_place_in_three_forms(cli: Cli, garden: Path) -> None:
    file = garden / "rules" / "allotments.yaml"
    change(file, "experience is at", "experiense is at")
    line = next(
        n for n, text in enumerate(file.read_text().splitlines(), 1) if "experiense" in text
    )
    human = cli("check")
    assert human.code == 1
    assert "^^^^^^^^^^" in human.out
    assert "1 fault in rules" in human.err
    assert cli("check", "--format=line").out.startswith(
        f"rules/allotments.yaml:{line}:15: unknown-term: "
    )
    (found,) = json.loads(cli("check", "--format=json").out)
    assert (found["line"], found["help"]) == (line, "did you mean `experience`?")


@pytest.mark.usefixtures("garden")
def test_a_missing_policy_is_misuse(cli: Cli) -> None:
    ended = cli("check", "nowhere")
    assert ended.code == 2
    assert "`nowhere` does not exist" in ended.out


def test_a_paragraph_without_a_statement_fails_the_check_and_no_decision(
    cli: Cli, garden: Path
) -> None:
    rules = garden / "rules" / "allotments.yaml"
    change(rules, "sources:\n", "sources:\n  minutes: {title: Minutes, paragraphs: 2}\n")
    told = "{id: m1, source: minutes, paragraph: 1, says: One., out of scope: a greeting}"
    rules.write_text(f"{rules.read_text()}\nstatements:\n  - {told}\n")
    assert cli("decide", CASE, "--no-engine").code == 0
    listed = cli("sources")
    assert (listed.code, " 2  ORPHAN: no statement accounts for it" in listed.out) == (1, True)
    checked = cli("check")
    assert checked.code == 1
    assert "no statement accounts for paragraph 2 of `minutes`" in checked.out


def test_a_watch_checks_again_when_a_file_changes(garden: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "cssrules_cli", "check", "--watch"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    ) as watching:  # fmt: skip
        try:
            assert watching.stdout is not None
            assert "nothing found" in watching.stdout.readline()
            change(garden / "rules" / "allotments.yaml", "experience is at", "experiense is at")
            assert "unknown-term" in watching.stdout.readline()
        finally:
            watching.kill()


# -- the other commands ------------------------------------------------------------------------------


def test_a_started_policy_is_not_overwritten(cli: Cli, garden: Path) -> None:
    change(garden / CASE, "Applicant 7", "Mine")
    ended = cli("init", garden)
    assert ended.code == 2
    assert "is there already" in ended.err
    assert "Mine" in (garden / CASE).read_text()


@pytest.mark.usefixtures("garden")
def test_the_scenarios_of_a_started_policy_hold() -> None:
    ended = program("test")
    assert (ended.returncode, b"2 passed" in ended.stdout) == (0, True), ended.stdout.decode()


def test_a_scenario_that_fails_is_a_finding(garden: Path) -> None:
    change(garden / "features" / "offer.feature", "outcome is refusal", "outcome is plot")
    ended = program("test")
    assert ended.returncode == 1
    assert b"Traceback" not in ended.stdout + ended.stderr


@pytest.mark.usefixtures("garden")
def test_a_blank_case_is_a_case_about_which_nothing_is_known(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "blank.json"
    assert cli("case", "new", "applicant-8", "--output", file).code == 0
    blank = json.loads(file.read_text())
    assert blank["id"] == "applicant-8"
    assert "scale of none, a little, much" in blank["notes"]["experience"]
    ended = cli("decide", file, "--format", "json")
    assert (ended.code, answer(ended.out)) == (0, None)
    assert cli("case", "new", "--output", file).code == 2, "a case that is there stays"


@pytest.mark.usefixtures("garden")
def test_a_blank_case_is_written_to_the_file_that_is_named(cli: Cli) -> None:
    ended = cli("case", "new", "new/applicant-9.json")
    assert ended == (0, "wrote new/applicant-9.json: 3 facts to fill in; null is not known\n", "")
    assert json.loads(Path("new/applicant-9.json").read_text())["id"] == "applicant-9"
    assert cli("case", "new", "new/applicant-9.json").code == 2, "a case that is there stays"
    assert cli("case", "new", "one.json", "--output", "two.json").code == 2
    assert cli("case", "new", "--output", "ten.json").code == 0
    assert json.loads(Path("ten.json").read_text())["id"] == "ten"
    assert json.loads(cli("case", "new").out)["id"] == "new-case"


def test_a_blank_list_shows_an_item_that_the_door_lets_in(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "blank.json"
    cli("case", "new", file, "--policy", ROOT / "rules")
    blank = json.loads(file.read_text())
    panel = blank["notes"]["panel"]
    assert panel["each item"]["css customer"] == "yes or no"
    (entry,) = [entry for entry in blank["evidence"] if entry["fact"] == "panel"]
    assert entry["value"] is None, "a blank item would be somebody on the panel"
    entry["value"] = [panel["an item to copy"]]
    file.write_text(json.dumps(blank))
    assert cli("decide", file, "--policy", ROOT / "rules").code == 0


@pytest.mark.parametrize("name", ["case", "policy", "decision"])
def test_a_schema_is_printed(cli: Cli, name: str) -> None:
    schema = json.loads(cli("schema", name).out)
    assert schema["$schema"].startswith("https://json-schema.org/")


@pytest.mark.usefixtures("garden")
def test_a_rule_is_shown(cli: Cli) -> None:
    ended = cli("rule", "FIT-1")
    assert (ended.code, ended.err) == (0, "")
    assert "The applicant may have a plot" in ended.out
    for name in ("fit-1", "eligible", "ELIGIBLE"):
        assert cli("rule", name) == ended
    assert cli("rule", "Q1").out.startswith("OFFER-1")


@pytest.mark.usefixtures("garden")
def test_a_slip_in_a_rule_names_the_nearest_few(cli: Cli) -> None:
    ended = cli("rule", "FIT-9")
    assert (ended.code, ended.out) == (2, "")
    assert "FIT-9: no rule, property or conclusion is called so; the nearest: FIT-1 (" in ended.err
    assert "`cssrules graph` shows all rules" in cli("rule", "xyzzy").err


@pytest.mark.usefixtures("garden")
@pytest.mark.parametrize("form", ["text", "json", "dot", "svg", "mermaid"])
def test_a_policy_is_drawn(cli: Cli, form: str) -> None:
    ended = cli("graph", "--format", form)
    assert (ended.code, ended.err) == (0, "")
    assert "FIT-1" in ended.out
    assert cli("graph", "--format", form, "--question", "Q1").code == 0


@pytest.mark.usefixtures("garden")
def test_a_question_that_the_map_does_not_have_is_refused(cli: Cli) -> None:
    ended = cli("graph", "--question", "Q7")
    assert (ended.code, ended.out) == (2, "")
    assert "Q7: no question is called so; `cssrules graph` shows all questions" in ended.err


@pytest.mark.usefixtures("garden")
def test_two_cases_are_compared(cli: Cli) -> None:
    ended = cli("compare", CASE, "--set", "longest wait=500 days")
    assert (ended.code, ended.err) == (0, "")
    assert "place on the list" in ended.out
    assert cli("compare", CASE, CASE).code == 0
    assert cli("compare", CASE).code == 2
    assert cli("compare", "-", "-").code == 2


@pytest.mark.usefixtures("garden")
def test_the_doctor_tells_of_this_machine(cli: Cli) -> None:
    cli("check")
    ended = cli("doctor")
    assert ended.code == 0
    assert "1 compiled policy" in " ".join(ended.out.split())
    for word in ("python", "Who gets an allotment", "durable-rules", "cache", "pictures"):
        assert word in ended.out


def test_the_doctor_and_the_check_count_the_same_rules(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    (counted,) = re.findall(r"(\d+ rules), in ", cli("doctor").out)
    checked = cli("check")
    assert counted in checked.out + checked.err


def test_the_real_case_of_peninsula_is_decided(cli: Cli) -> None:
    ended = cli("decide", PENINSULA, "--policy", ROOT / "rules")
    assert ended.code == 0
    assert "SCENARIO ONE" in ended.out


def test_a_policy_that_is_not_there_is_told_once_and_not_by_every_scenario(cli: Cli) -> None:
    ended = cli("test", "--policy", "no-such-folder")
    assert ended.code == 2
    assert ended.err.count("`no-such-folder` does not exist") == 1
