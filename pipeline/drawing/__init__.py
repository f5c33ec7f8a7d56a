"""Drawing: a picture of what was decided on a page, so that a person sees at a glance where it went wrong."""
