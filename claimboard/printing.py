"""Answers as lines for people."""

from collections.abc import Callable
from typing import Any


def search(found: list[dict[str, Any]]) -> None:
    """A line for each thing that was found."""
    for each in found:
        if "quote" in each:
            _claim(each)
        elif "title" in each:
            print(f"{each['published_on'] or '':10}  {each['title'] or 'Untitled'}  {each['permalink']}")
        elif "slug" in each:
            print(f"{each['slug']}  {each['name']}")
        else:
            print(f"{each['benchmark']['slug']} {each['metric']['slug']}  {each['claims']} claims")
    _nothing(found)


def board(found: dict[str, Any]) -> None:
    """What the board is about, then a line a row."""
    better = f"{found['direction']} is better" if found["direction"] else "direction unknown: not ranked"
    print(f"{found['benchmark']['name']}, {found['metric']['name']} ({better}), {found['tab']}")
    for row in found["rows"]:
        place = str(row["rank"]) if row["rank"] else "-"
        print(f"{place:>4}  {_number(row):12}  {_names(row['systems']):30}  {row['permalink']}")
    _nothing(found["rows"])


def claims(found: list[dict[str, Any]]) -> None:
    """A line a claim."""
    for each in found:
        _claim(each)
    _nothing(found)


def export(found: dict[str, Any]) -> None:
    """When the export was made, and of what."""
    print(
        f"export of {found['created_at']}, schema version {found['schema_version']}: " + _rows(found["files"])
    )


def extract(found: dict[str, Any]) -> None:
    """A line a claim, then a line for each number that was dropped."""
    for each in found["claims"]:
        metric = each["metric"]["text"] if each["metric"] else "metric not named"
        on = f" on {_texts(each['benchmarks'])}" if each["benchmarks"] else ""
        words = f"{_texts(each['systems'])}: {metric}{on}"
        kind = each["kind"] or "kind not clear"
        print(f"{_number(each):12}  {kind:14}  {words}  (confidence {each['confidence']:.2f})")
    for each in found["rejections"]:
        print(f"{each['quote']:12}  dropped: {each['reason']}")
    _nothing([*found["claims"], *found["rejections"]])


def _claim(each: dict[str, Any]) -> None:
    on = f" on {_names(each['benchmarks'])}" if each["benchmarks"] else ""
    words = f"{_names(each['systems'])}: {each['metric']['name'] or 'metric not named'}{on}"
    print(f"{_number(each):12}  {each['kind'] or 'kind not clear':14}  {words}  {each['permalink']}")


def _number(each: dict[str, Any]) -> str:
    high = f"–{each['value_high']}" if each["value_high"] else ""
    return f"{each['value']}{high} {each['unit'] or ''}".strip()


def _names(names: list[dict[str, Any]]) -> str:
    return ", ".join(each["name"] for each in names) or "not named"


def _texts(mentions: list[dict[str, Any]]) -> str:
    return ", ".join(each["text"] for each in mentions) or "not named"


def _rows(files: list[dict[str, Any]]) -> str:
    rows = {file["table"]: file["rows"] for file in files}
    return ", ".join(f"{count} {table}" for table, count in rows.items())


def _nothing(found: list[dict[str, Any]]) -> None:
    if not found:
        print("nothing")


PRINTERS: dict[str, Callable[[Any], None]] = {
    "search": search,
    "board": board,
    "claims": claims,
    "export": export,
    "extract": extract,
}
