"""``python -m eligo_verify_register``, for whoever has copied this folder and installed nothing."""

import sys

from eligo_verify_register import main

sys.exit(main())
