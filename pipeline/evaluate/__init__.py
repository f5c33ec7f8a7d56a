"""Gold against output: how much of a newspaper page was cut into its stories rightly.

Gold and output are both read into the same small model (`model`), paired by name (`pairing`), aligned
character by character (`alignment`), measured (`measures`), explained (`differences`) and printed
(`report`, `table`). Floors that a corpus must not fall below are in `floors.toml` (`floors`).
"""
