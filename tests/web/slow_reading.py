"""A reading that takes its time, and ends when it is told to."""

import time

from samspil.workbench.side_run import end_with_parent, tell

if __name__ == "__main__":
    end_with_parent()
    tell(step="read")
    time.sleep(60)
