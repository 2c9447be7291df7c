from infra import cldr


def test_table_made_again_is_the_same() -> None:
    """The table in the package is what its generator makes of the pinned Babel."""
    assert cldr.TABLE.read_text(encoding="utf-8") == cldr.text()


def test_table_names_its_source() -> None:
    """Who reads the file learns which CLDR it is from."""
    assert cldr.table()["source"].startswith("Unicode CLDR 4")
