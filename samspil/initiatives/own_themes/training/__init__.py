"""How an own theme's layers are made and measured. Needs scikit-learn (the `train` extra); nothing here runs when agreements are read."""
