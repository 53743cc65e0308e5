"""Municipal accounts of Statistics Denmark become one checked file in kroner, and are opened again for sums."""
