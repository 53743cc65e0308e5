"""Formulas that several rooms count money with: present values, payback, what matters most. No texts, no files."""
