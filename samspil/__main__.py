"""`python -m samspil` is the same as `samspil`."""

from samspil.cli.main import main

raise SystemExit(main())
