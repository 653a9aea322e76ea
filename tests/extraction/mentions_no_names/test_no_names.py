"""Capitalised words that are no names of data sets or systems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.mentions.no_names import is_no_data, is_no_system, is_scrap

# name: no data set's, no system's
TABLE = {
    "Vietnam": (True, True),
    "South Korea": (True, True),
    "Southeast Asia": (True, True),
    "Vietnam Traffic Signs": (False, False),
    "Depth": (True, False),
    "bpMRI": (True, False),
    "LiDAR": (True, False),
    "RGB-D": (True, False),
    "NYU Depth": (False, False),
    "GitHub": (True, False),
    "1080p": (True, False),
    "224x224": (True, False),
    "4K": (True, True),
    "8.17G": (True, True),
    "7B": (True, True),
    "CQD^{A": (True, True),
    "CQD^{A}": (False, False),
    "Wukong_": (True, True),
    "\\mathcal": (True, True),
    "[CLS": (True, True),
    "3.5": (True, True),
    "DC^2": (False, False),
    "COCO": (False, False),
    "Gull-7B": (False, False),
    "C4": (False, False),
}


@pytest.mark.parametrize("name", TABLE)
def test_names(name: str) -> None:
    assert (is_no_data(name), is_no_system(name)) == TABLE[name]


@given(st.text(min_size=1, max_size=12))
def test_a_scrap_is_neither(name: str) -> None:
    if is_scrap(name):
        assert is_no_data(name)
        assert is_no_system(name)
