"""The judge: how well unseen texts were read, broken down, with the errors listed (docs/evaluation.md has the definitions)."""
