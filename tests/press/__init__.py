"""The press: a typesetter of test newspapers.

It composes pages from invented stories (`copy/*.json`), models what extractors leave behind of such a
page, and says what is true about it. `page.make_pages` is the way in; `python -m tests.press` the command.
"""
