"""What is built from values without derived fields is valid, and reads as these values."""

from __future__ import annotations

import pytest
from build_kit import agrees, plain_of, schema_of
from build_schemas import MADE, Made
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize("made", MADE.values(), ids=MADE)
@settings(max_examples=25)
@given(data=st.data())
def test_built_values_are_read_again(made: Made, data: st.DataObject) -> None:
    schema = schema_of(made.schema)
    values = data.draw(made.values)
    construct = schema.construct()
    file = construct.build(values)
    assert schema.check_bytes(file) == []
    found = construct.parse(file)
    assert agrees({key: values[key] for key in values if key not in made.partly}, found)
    assert construct.build(found) == file
    assert construct.build(plain_of(schema.program, found)) == file
