"""Small frozen values without input or output; the words every room shares."""
