"""What the documents say of the code is true."""

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent
PATH_OF_A_CALL = (CHECKOUT / "docs" / "path-of-a-call.md").read_text(encoding="utf-8")
STEPS = re.findall(r"^\| \d+ \| `([\w/]+\.py)` `(\w+)` \|", PATH_OF_A_CALL, re.MULTILINE)

RULES_OF_A_CALL = (CHECKOUT / "docs" / "rules-of-a-call.md").read_text(encoding="utf-8")
RULES = re.findall(r"^\| (\d+) \| .* \| `([\w/]+\.py)` `(\w+)` \|", RULES_OF_A_CALL, re.MULTILINE)


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


def test_every_file_that_the_documents_link_to_is_there() -> None:
    documents = [CHECKOUT / "README.md", CHECKOUT / "CONTRIBUTING.md", *CHECKOUT.glob("docs/*.md")]

    missing = [
        f"{document.name}: {target}"
        for document in documents
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    ]

    assert missing == []
