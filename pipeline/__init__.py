"""jianbao (剪报): cut Chinese newspaper pages into clean stories."""

__version__ = "0.1.0"
