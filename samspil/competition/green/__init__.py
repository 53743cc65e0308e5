"""The green side of a purchase plan: spend times emission factors with uncertainty, what weighs most, what a climate requirement would touch."""
