"""What users hand in about purchasing: templates, reading of workbooks and CSV files, checks, and the refusal of personal data."""
