"""An offer for one citizen's needs, after the need is decided: must-haves first, then criteria and weights. Support for a decision that a person makes."""
