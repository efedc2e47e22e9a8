"""The process that reads a Parquet inventory ends with the one that asked it to, even where that is killed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from eligo.returns.inventory import table_apart

LIMITS = (str(2**31), "20", str(2**20))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent has gone")
def test_a_process_whose_asker_has_gone_reads_nothing(tmp_path: Path) -> None:
    request, result = tmp_path / "request", tmp_path / "result"
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    request.write_text(json.dumps({"parent": gone.pid}))

    ended = subprocess.run(
        [sys.executable, "-I", table_apart.__file__, str(request), str(result), *LIMITS],
        capture_output=True,
        check=False,
        text=True,
    )

    assert (ended.returncode, ended.stderr) == (1, "the process that asked has gone\n")
    assert not result.exists()
