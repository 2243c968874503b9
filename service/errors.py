"""Every error the service raises on purpose.

    ServiceError
    ├── InputError (also ValueError)      the caller gave something that cannot be worked with
    │   ├── UnreadableInput               missing, unreadable, binary, a PDF, undecodable
    │   ├── InputTooLarge                 over a stated limit
    │   ├── NoArticleText                 empty, only boilerplate, only a headline
    │   ├── UnsupportedLanguage           neither Indonesian, Malay nor English
    │   ├── FetchRefused                  a URL that must not be fetched (private address, scheme, not HTML)
    │   └── FetchFailed                   a URL that could not be fetched (timeout, status, connection)
    ├── ModelError
    │   ├── ModelUnavailable              a named model cannot be had
    │   ├── ModelBroken                   a checkpoint is damaged, truncated or of an unknown kind
    │   └── CacheUnusable                 the cache folder cannot be written
    ├── PromptError (also ValueError)     a prompt file is wrong or a variable is missing
    ├── RulesError (also ValueError)      the cleaning rules are malformed
    └── Cancelled                         the caller cancelled

A message says what happened, the limit, and what to do, and is safe to show to a user.
"""

from __future__ import annotations


class ServiceError(Exception):
    """Root of all errors raised on purpose. `code` is stable; the message is for the reader."""

    code = "error"


class InputError(ServiceError, ValueError):
    """The input cannot be worked with."""

    code = "bad-input"


class UnreadableInput(InputError):
    """A file is missing, not readable, binary, or in no known encoding."""

    code = "unreadable"


class InputTooLarge(InputError):
    """An input is over a limit, which the message names."""

    code = "too-large"


class NoArticleText(InputError):
    """Nothing is left to translate: empty, only boilerplate or only a headline."""

    code = "no-article-text"


class UnsupportedLanguage(InputError):
    """The article is in a language the service does not translate; the message names it."""

    code = "unsupported-language"


class FetchRefused(InputError):
    """The URL must not or cannot sensibly be fetched: private address, other scheme, not a web page."""

    code = "fetch-refused"


class FetchFailed(InputError):
    """The URL could not be fetched: no answer in time, an error status, a broken connection."""

    code = "fetch-failed"


class ModelError(ServiceError):
    """A model cannot be used."""

    code = "model"


class ModelUnavailable(ModelError):
    """The model that was asked for cannot be had."""

    code = "model-unavailable"


class ModelBroken(ModelError):
    """A checkpoint is damaged, truncated or of an unknown kind."""

    code = "model-broken"


class CacheUnusable(ModelError):
    """The cache folder cannot be written (read-only, disk full)."""

    code = "cache-unusable"


class PromptError(ServiceError, ValueError):
    """A prompt file is malformed, or a variable it needs is missing."""

    code = "prompt"


class RulesError(ServiceError, ValueError):
    """The file of cleaning rules is malformed; the message names the rule."""

    code = "rules"


class Cancelled(ServiceError):
    """The caller cancelled; what was done is kept in the report."""

    code = "cancelled"
