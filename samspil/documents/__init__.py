"""A file becomes a `Document`: pages of raw text, lines, and where they stand. One module per format; the door is `read.read_document`."""
