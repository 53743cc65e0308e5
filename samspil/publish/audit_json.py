"""An audit as JSON, exactly by the contract (docs/audit.md): findings, and beside them what the agreements say when they have been read."""

import json
from dataclasses import asdict
from typing import Any

from samspil.review.audit.run import Audit

Json = dict[str, Any]
_KEYS = ("kind", "table", "municipality", "quote", "message", "expected", "confidence")


def audit_contract(audit: Audit) -> Json:
    """`findings`; `missed`, `unsupported` and `unknown` only when agreements of the year have been read."""
    findings = [{key: getattr(finding, key) for key in _KEYS} for finding in audit.findings]
    if audit.against is None:
        return {"findings": findings}
    places = [{key: value for key, value in asdict(item).items() if key not in ("start", "end")} for item in audit.against.unsupported]
    return {
        "findings": findings,
        "missed": [asdict(item) for item in audit.against.missed],
        "unsupported": places,
        "unknown": list(audit.against.unknown),
    }


def audit_bytes(audit: Audit) -> bytes:
    """The file: UTF-8, newline at the end; the same audit gives the same bytes."""
    return (json.dumps(audit_contract(audit), ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8", errors="replace")
