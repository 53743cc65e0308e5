"""Word files made by hand: only the parts that a reader looks at."""

import io
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def paragraph(text: str, *, style: str = "", properties: str = "", run: str = "") -> str:
    """One paragraph of one run."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f'<w:p><w:pPr>{named}{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def row(*cells: str, properties: str = "") -> str:
    """A table row; a cell that begins with '<' is taken as it is."""
    inner = "".join(cell if cell.startswith("<") else f"<w:tc>{paragraph(cell)}</w:tc>" for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def document(body: str, prolog: str = "") -> str:
    """word/document.xml around a body."""
    return f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<w:document {W}><w:body>{body}</w:body></w:document>'


def make_docx(body: str, *, parts: dict[str, str | bytes] | None = None, prolog: str = "", styles: str = "") -> bytes:
    """A whole file; `parts` are added or replace."""
    files: dict[str, str | bytes] = {"[Content_Types].xml": _TYPES, "word/document.xml": document(body, prolog)}
    if styles:
        files["word/styles.xml"] = f"<w:styles {W}>{styles}</w:styles>"
    return make_zip(files | (parts or {}))


def make_zip(files: dict[str, str | bytes]) -> bytes:
    """A ZIP file in memory, the same bytes for the same content."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()
