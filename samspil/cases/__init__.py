"""Cases of cooperation that have been tried: the library, which cases are like a plan, and what one would honestly give elsewhere."""
