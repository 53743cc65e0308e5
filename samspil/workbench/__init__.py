"""The workbench's joins: desk rules, store, children and pipeline brought together; the web pages and the API call only this."""
