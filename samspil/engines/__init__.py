"""Where work runs: one killable child per document. This room knows no domain: it runs functions it is handed."""
