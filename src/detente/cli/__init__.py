"""The command line: one module a subcommand, each thin over the library.

Data go to stdout, words and progress bars to stderr. Exit 0 done, 1 our error in one line,
2 usage; a traceback only with --debug.
"""

from __future__ import annotations

import importlib
import io
import sys

import typer

from detente.errors import DetenteError

COMMANDS = (
    "annotate group read events attributions developments problems show actors relation balance "
    "brief merge split reliability forget models export eval"
).split()

app = typer.Typer(
    name="detente",
    help="Reads the news and keeps the cited record of how countries get along.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in COMMANDS:
    importlib.import_module(f"detente.cli.{command}").register(app)


@app.callback()
def options(
    debug: bool = typer.Option(False, "--debug", help="Show a traceback on errors."),
) -> None:
    """Reads the news and keeps the cited record of how countries get along."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    arguments = sys.argv[1:]
    debug = "--debug" in arguments
    try:
        app(args=[a for a in arguments if a != "--debug"], prog_name="detente")
    except DetenteError as error:
        if debug:
            raise
        _fail(str(error))
    except ValueError as error:
        # the library's word on a wrong argument: it says what was expected
        if debug:
            raise
        _fail(str(error))
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone: nothing to say to it
        sys.exit(0)
    except Exception as error:  # the job's edge: anything unforeseen still ends in one line
        if debug:
            raise
        _fail(f"{type(error).__name__}: {error} (run with --debug for the traceback)")


def _fail(message: str) -> None:
    sys.stderr.write("detente: " + " ".join(message.split()) + "\n")
    sys.exit(1)
