"""The join of competition, review and cases: what the accounts say of each area beside what the budget agreement says of it. `opening.py` is the door."""
