"""Figures on competition as pages, workbooks and documents."""
