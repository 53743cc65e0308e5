"""Competition at the desk: accounts brought and shown beside rows, peers and volumes, tender plans, the green side of purchases."""
