"""Make or buy (hjemtagning): own places against bought ones, in both directions, with every line named and its uncertainty."""
