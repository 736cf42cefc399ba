"""How much time a volunteer has, and when."""

HOURS = ("once", "few", "weekly", "ask")
"""Now and then for a single task; a few hours a month; a little every week; ask me each time."""

TIMES = ("daytime", "evening", "weekend")
