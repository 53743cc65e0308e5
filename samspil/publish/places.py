"""Official names of municipalities and digests as URIs, as the standards for open data want them."""

import base64

OFFICIAL = {"København": "Københavns Kommune", "Bornholm": "Bornholms Regionskommune"}


def official_name(name: str) -> str:
    """'Aarhus Kommune'; the two that inflect or are more than a municipality by their own names."""
    return OFFICIAL.get(name, f"{name} Kommune")


def digest_uri(sha256: str) -> str:
    """A file's digest as a name for it (RFC 6920, 'ni'); a digest that is none as a plain URN."""
    try:
        digest = bytes.fromhex(sha256)
    except ValueError:
        digest = b""
    if len(digest) != 32:
        return f"urn:samspil:file:{sha256}"
    return "ni:///sha-256;" + base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def media_type(file: str) -> str:
    """The IANA media type of an agreement's file, by its ending; '' for an unknown one."""
    return MEDIA_TYPES.get(file.rpartition(".")[2].lower(), "")


MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "htm": "text/html",
    "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "parquet": "application/vnd.apache.parquet",
}
