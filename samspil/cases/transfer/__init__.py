"""What a case would give elsewhere, as an illustration: an effect scaled by size, a range around it, several cases pooled, and what it would cost."""
