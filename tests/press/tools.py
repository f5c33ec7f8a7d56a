"""Tools that printing and extracting need and that not every machine has: whatever is missing says so."""

from __future__ import annotations

import importlib
import shutil
from typing import Any


class ToolMissing(RuntimeError):
    """A tool that printing or extracting needs is not on this machine; the message says which."""


def module(name: str, package: str | None = None) -> Any:
    """A Python module of a package."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        wanted = package or name.split(".", maxsplit=1)[0]
        raise ToolMissing(f"the Python package {wanted} is not installed") from error


def program(name: str, package: str) -> str:
    """The path of a program that Debian has in a package."""
    found = shutil.which(name)
    if not found:
        raise ToolMissing(f"{name} is not installed (Debian: {package})")
    return found
