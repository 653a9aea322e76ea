"""How a snapshot is cited: CITATION.cff, and the record that DataCite wants for a DOI."""

import json
from typing import Any

from leaderboard.exports import snapshots
from leaderboard.models import Snapshot

TITLE = "Claimboard: results that papers report in their abstracts"
ABOUT = (
    "Numbers that papers report in their abstracts: value, unit, kind, metric, benchmark and system of each, "
    "with the characters of the abstract that it was read from."
)
_FORMATS = {
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
}


def cff(snapshot: Snapshot, *, address: str) -> str:
    """The snapshot's CITATION.cff (version 1.2.0); texts are quoted as in JSON, which is YAML."""
    lines = {
        "message": "If you use these data, please cite them as below.",
        "title": TITLE,
        "abstract": ABOUT,
        "version": snapshot.name,
        "date-released": f"{snapshot.taken_at:%Y-%m-%d}",
        "url": address,
    }
    return (
        "cff-version: 1.2.0\ntype: dataset\nauthors:\n  - name: Claimboard\n"
        + "".join(f"{name}: {json.dumps(text, ensure_ascii=False)}\n" for name, text in lines.items())
        + "identifiers:\n  - type: other\n"
        + f"    value: sha256:{snapshot.content}\n    description: sum over the sums of the files\n"
    )


def datacite(snapshot: Snapshot, *, address: str) -> dict[str, Any]:
    """The attributes of a DOI as DataCite's API takes them (schema 4.5); the DOI is for who deposits it."""
    held = snapshots.manifest(snapshot)
    return {
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Snapshot of a database"},
        "creators": [{"name": "Claimboard", "nameType": "Organizational"}],
        "titles": [{"title": f"{TITLE} ({snapshot.name})"}],
        "publisher": {"name": "Claimboard"},
        "publicationYear": snapshot.taken_at.year,
        "dates": [{"date": f"{snapshot.taken_at:%Y-%m-%d}", "dateType": "Created"}],
        "language": "en",
        "version": snapshot.name,
        "descriptions": [{"description": ABOUT, "descriptionType": "Abstract"}],
        "rightsList": [{"rights": held.licence}],
        "formats": sorted({_FORMATS[file.format] for file in held.files}),
        "sizes": [f"{sum(file.bytes for file in held.files)} bytes"],
        "alternateIdentifiers": [
            {"alternateIdentifier": address, "alternateIdentifierType": "URL"},
            {"alternateIdentifier": snapshot.content, "alternateIdentifierType": "SHA-256"},
        ],
        "url": address,
        "schemaVersion": "http://datacite.org/schema/kernel-4",
    }
