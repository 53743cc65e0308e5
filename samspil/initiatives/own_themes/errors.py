"""What can be wrong with a user's own theme."""

from samspil.errors import SamspilError


class ThemeError(SamspilError):
    """The theme's folder, its `theme.toml`, an example or its `theme.npz` cannot be used."""
