"""The API for programs, one module per group."""
