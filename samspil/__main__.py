"""`python -m samspil` is the same as `samspil`."""

from samspil.cli.start import main

raise SystemExit(main())
