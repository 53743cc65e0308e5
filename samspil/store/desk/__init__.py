"""The workbench's store: SQLite by default, PostgreSQL by URL; schema in `tables.py`, its history in `migrations/`."""
