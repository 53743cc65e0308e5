"""The year's article: built from reviews, every number bound to its rows, then shown as HTML, DOCX and PDF (docs/publish.md)."""
