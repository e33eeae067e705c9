"""What can go wrong, as a caller would want to catch it.

DetenteError
├── ReadError          an input cannot be read (missing, empty, unreadable, not English)
├── CodebookError      a code, country or table entry is unknown or malformed
├── StoreError         the record cannot be opened, written or is of another version
├── ModelError         a model file is missing or is not the one it should be
├── BriefError         a brief has nothing to tell, or a citation of it does not resolve
├── SettingsError      a setting is unknown or has a bad value
└── MissingExtraError  an optional part is not installed; the message names the extra

Every message says what was found, where, what was expected and what to do next.
"""


class DetenteError(Exception):
    """Base of all errors that detente raises on purpose."""


class ReadError(DetenteError):
    """An input cannot be read."""


class CodebookError(DetenteError):
    """A code, country or table entry is unknown or malformed."""


class StoreError(DetenteError):
    """The record cannot be opened or written."""


class ModelError(DetenteError):
    """A model file is missing or is not the one it should be."""


class BriefError(DetenteError):
    """A brief has nothing to tell, or a citation of it does not resolve."""


class SettingsError(DetenteError):
    """A setting is unknown or has a bad value."""


class MissingExtraError(DetenteError):
    """An optional part is not installed."""
