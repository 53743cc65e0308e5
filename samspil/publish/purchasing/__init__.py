"""Purchasing as pages, workbooks and documents."""
