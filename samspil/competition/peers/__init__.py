"""Against whom a municipality is held, and how it stands among them. `groups.find_group` and `alike.find_alike` say whom, `standing.stand` how."""
