"""Imported by the fork server only: loads what every child needs once, so that a child costs milliseconds."""

from samspil.initiatives.model import has_model
from samspil.tasks import find_reader

if has_model():
    find_reader()
