"""The door for browsers and programs: pages and an API over the workbench. No calculation of its own."""
