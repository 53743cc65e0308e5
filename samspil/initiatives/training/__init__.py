"""How the reader's model is made from labelled texts. Needs scikit-learn (the `train` extra); nothing here runs when agreements are read."""
