"""Reading input: files, folders, feeds, tables and standard input go in, Articles come out."""

from .furniture import find_furniture
from .language import detect_language
from .moments import parse_moment
from .sources import read_sources, read_text

__all__ = ["detect_language", "find_furniture", "parse_moment", "read_sources", "read_text"]
