"""What the documents say of the code is true."""

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent
PATH_OF_A_CALL = (CHECKOUT / "docs" / "path-of-a-call.md").read_text(encoding="utf-8")
STEPS = re.findall(r"^\| \d+ \| `([\w/]+\.py)` `(\w+)` \|", PATH_OF_A_CALL, re.MULTILINE)

RULES_OF_A_CALL = (CHECKOUT / "docs" / "rules-of-a-call.md").read_text(encoding="utf-8")
RULES = re.findall(r"^\| (\d+) \| .* \| `([\w/]+\.py)` `(\w+)` \|", RULES_OF_A_CALL, re.MULTILINE)
SECURITY = (CHECKOUT / "SECURITY.md").read_text(encoding="utf-8")
THREATS = re.findall(r"^\| (?!who, and|-)(.+?) \| .+ \| (.+) \|$", SECURITY, re.MULTILINE)
PROTECTIONS = re.findall(r"`(tests/[\w/]+\.py)` `(test_\w+)`", SECURITY)

ACCESSIBILITY = (CHECKOUT / "docs" / "accessibility.md").read_text(encoding="utf-8")
CRITERIA = re.findall(r"^\| ([\d.]+) [^|]+ \| ([^|]+) \| ([^|]+) \|$", ACCESSIBILITY, re.MULTILINE)
LEVELS_A_AND_AA = """
    1.1.1 1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.3.3 1.3.4 1.3.5 1.4.1 1.4.2 1.4.3 1.4.4 1.4.5
    1.4.10 1.4.11 1.4.12 1.4.13 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.4.5
    2.4.6 2.4.7 2.4.11 2.5.1 2.5.2 2.5.3 2.5.4 2.5.7 2.5.8 3.1.1 3.1.2 3.2.1 3.2.2 3.2.3 3.2.4 3.2.6
    3.3.1 3.3.2 3.3.3 3.3.4 3.3.7 3.3.8 4.1.2 4.1.3
"""


@pytest.mark.parametrize(("file", "name"), STEPS)
def test_each_step_of_the_path_of_a_call_is_defined_where_it_says(file: str, name: str) -> None:
    source = (CHECKOUT / file).read_text(encoding="utf-8")

    assert re.search(rf"^\s*(?:async )?(?:def|class) {name}\b", source, re.MULTILINE)


def test_the_path_of_a_call_has_all_its_steps() -> None:
    assert len(STEPS) == 14


def test_each_rule_of_a_call_names_a_test_that_there_is() -> None:
    missing = [
        f"{file} {name}"
        for _, file, name in RULES
        if f"def {name}(" not in (CHECKOUT / file).read_text(encoding="utf-8")
    ]

    assert [int(rule) for rule, _, _ in RULES] == list(range(1, 15))
    assert missing == []


@pytest.mark.parametrize(("file", "name"), PROTECTIONS)
def test_each_test_that_is_said_to_protect_something_is_there(file: str, name: str) -> None:
    source = (CHECKOUT / file).read_text(encoding="utf-8")

    assert re.search(rf"^(?:async )?def {name}\b", source, re.MULTILINE)


@pytest.mark.parametrize(("who", "tests"), THREATS)
def test_each_threat_names_a_test(who: str, tests: str) -> None:
    assert re.fullmatch(r"(`tests/[\w/]+\.py` `test_\w+`(, )?)+", tests), who


def test_there_are_threats() -> None:
    assert len(THREATS) == 16


def test_every_file_that_the_documents_link_to_is_there() -> None:
    documents = [*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/*.md")]

    missing = [
        f"{document.name}: {target}"
        for document in documents
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    ]

    assert missing == []


def test_each_criterion_of_wcag_names_a_test_that_there_is_or_says_why_none() -> None:
    shown = {number: by for number, how, by in CRITERIA}
    named = re.findall(r"`(tests/[\w/]+\.py)` `(test_\w+)`", ACCESSIBILITY)

    missing = [
        f"{file} {name}"
        for file, name in named
        if f"def {name}(" not in (CHECKOUT / file).read_text(encoding="utf-8")
    ]

    assert missing == []
    assert list(shown) == LEVELS_A_AND_AA.split()
    assert [
        number
        for number, how, by in CRITERIA
        if by == "nothing to show" and not how.startswith("not applicable: ")
    ] == []
