"""Key figures of what is bought: per deal, offer, supplier and year, with peers, trend, refund and concentration."""
