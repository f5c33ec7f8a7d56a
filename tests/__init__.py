"""The tests mirror the package; `press` is the typesetter that makes their pages."""
