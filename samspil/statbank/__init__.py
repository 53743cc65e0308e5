"""Files of Statistics Denmark's StatBank read safely, their traps named, drivers taken from them, and the bank asked when the user says so."""
