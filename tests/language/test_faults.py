import ast
from datetime import date
from pathlib import Path

import pytest

import chalicelib
from chalicelib.domain.errors import Fault
from chalicelib.language import faults, patterns
from chalicelib.language.reader import reader

ENGLISH = reader("en", "America/Denver")
SOURCES = sorted(Path(chalicelib.__file__).parent.rglob("*.py"))


def codes_in(tree: ast.AST) -> set[str]:
    """Codes of faults that are made in a module; a rule may return its code and values as a pair."""
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="Fault" | "fault"), args=[_, ast.Constant(value=str(code)), *_]):
                found.add(code)
            case ast.Tuple(elts=[ast.Constant(value=str(code)), ast.Dict()]):
                found.add(code)
    return found


def used() -> set[str]:
    """Every code in the source."""
    return {code for path in SOURCES for code in codes_in(ast.parse(path.read_text(encoding="utf-8")))}


def test_every_code_has_its_sentence() -> None:
    """A rule without words would leave people with a code; a sentence without a rule is left over."""
    assert used() == faults.codes()


def test_every_spelling_of_a_definition_has_a_meaning() -> None:
    """What `walker` names by a regular expression is told in words, and each is one of the model's."""
    text = (Path(chalicelib.__file__).parent / "domain" / "definitions.py").read_text(encoding="utf-8")

    assert len(patterns.MEANINGS) >= text.count("pattern=")


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Fault("/answers/a", "required"), "Please answer this."),
        (
            Fault("/answers/a", "too_long", {"limit": 120, "actual": 134}),
            "Use at most 120 characters; there are 134 now.",
        ),
        (
            Fault("/answers/a", "too_long", {"limit": 20_000, "actual": 31_415}),
            "Use at most 20,000 characters; there are 31,415 now.",
        ),
        (
            Fault("/answers/a", "too_short", {"limit": 1, "actual": 0}),
            "Use at least 1 character; there are 0 now.",
        ),
        (
            Fault("/form/0/fields", "too_short", {"limit": 1, "actual": 0}),
            "This is empty. Fill it in, or leave the key out.",
        ),
        (
            Fault("", "too_long", {"limit": 307_200}),
            "This is too large: at most 307,200 bytes are possible.",
        ),
        (
            Fault("/answers/d", "too_early", {"limit": date(2026, 11, 26)}),
            "Choose Thursday, November 26, 2026 or a later day.",
        ),
        (
            Fault("/answers/d", "too_young", {"limit": "15y6m", "on": date(2027, 6, 1)}),
            (
                "This is for people who are at least 15 years and 6 months old on Tuesday, June 1, 2027. "
                "Check the date."
            ),
        ),
        (
            Fault("/answers/d", "weekday", {"weekdays": ("mon", "tue", "fri")}),
            "Choose another day: Monday, Tuesday, or Friday.",
        ),
        (Fault("/answers/n", "too_small", {"limit": 0.5}), "Enter 0.5 or more."),
        (Fault("/workflow/0/due", "too_small", {"limit": "1h"}), "Enter 1h or more."),
        (Fault("/answers/y", "must_be", {"answer": True}), "Only “Yes” can be sent here."),
        (
            Fault("/answers/g", "too_few_rows", {"limit": 2, "actual": 1}),
            "Add at least 2 entries; there are 1 now.",
        ),
        (
            Fault("/x", "wrong_type", {"expected": "text | object"}),
            "Use one of these here: text or a map of keys and values.",
        ),
        (Fault("/x", "wrong_type", {"expected": "number"}), "Enter a number, for example 12 or 3.5."),
        (
            Fault("/x", "not_one_of", {"options": ["culture", "youth"]}),
            "Choose one of these: culture or youth.",
        ),
        (Fault("/x", "missing"), "This is missing. Add it."),
        (Fault("/x", "missing", {"options": ["text"]}), "This is missing. Add one of these: text."),
        (
            Fault("/title/ja", "missing_language", {"language": "ja"}),
            "The text is missing in Japanese. Add it.",
        ),
    ],
)
def test_sentence_says_what_to_do(fault: Fault, sentence: str) -> None:
    """The numbers and days that matter stand in the sentence, as the reader writes them."""
    assert faults.explain(fault, ENGLISH) == sentence


def test_required_names_the_field_where_it_has_a_name() -> None:
    """A list of errors at the top of a page has to say which question it means."""
    sentence = faults.explain(Fault("/answers/email", "required"), ENGLISH, "Your {e-mail} address")

    assert sentence == "Please answer “Your {e-mail} address”."


def test_many_options_are_cut_short() -> None:
    """A list of five hundred countries helps nobody."""
    options = [f"option{number}" for number in range(500)]

    assert len(faults.explain(Fault("/x", "not_one_of", {"options": options}), ENGLISH)) < 250


def test_every_pattern_of_the_model_is_told_in_words() -> None:
    """No regular expression reaches a coordinator."""
    told = {faults.explain(Fault("/x", "pattern", {"pattern": each}), ENGLISH) for each in patterns.MEANINGS}

    assert not [sentence for sentence in told if "\\" in sentence or "[" in sentence]


def test_unknown_code_still_has_an_answer() -> None:
    """A mistake of ours is no error page for others."""
    assert faults.explain(Fault("/x", "newer_than_this"), ENGLISH) == "Please check this."


def test_values_are_never_formats() -> None:
    """Braces in a definition's names stay what they are."""
    fault = Fault("/x", "duplicate", {"name": "{0.__class__}"})

    assert faults.explain(fault, ENGLISH) == "“{0.__class__}” is used twice. Give each its own."
