"""The press: a typesetter of test newspapers.

It composes pages from invented stories (`copy/*.json`), models what extractors leave behind of such a
page, and says what is true about it. `page.make_pages` is the way in; `python -m tests.press` the command.

Two kinds of paper: those of `styles.py` are piles of bands, laid out by `layout.py`, and are drawn by chance;
those of `papers.py` are full pages of fixed size, as hard as real ones, and come when asked for by name:
`choice.py` takes copy for the page, `plan.py` divides the grid, `setting.py` fills each region, `makeup.py`
puts it together, `tiers.py` turns it for vertical type, `issue.py` makes issues whose stories jump, and
`preview.py` draws a page to look at.
"""
