"""One register as its file states it, and everything that is wrong with it, each at its place."""

from collections.abc import Collection, Iterator
from typing import Any

from eligo_verify_register.forms import REGISTER, differing, named
from eligo_verify_register.log import Log
from eligo_verify_register.reading import NoSuchFile, Reader
from eligo_verify_register.versions import root_faults, signature_faults, version_faults


class Register:
    """A register, read from its file line by line; ``wanted`` are the numbers of lines that are kept as they are.

    Raises ``NoSuchFile`` where it is none.
    """

    def __init__(self, name: str, wanted: Collection[int] = ()) -> None:
        self.log, self.versions = Log(wanted), list[dict[str, Any]]()
        unsigned, stated = list[str](), dict[str, Any]()
        with Reader(name) as reader:
            for part in reader.names():
                stated[part] = None
                if part == "log":
                    for value, text in reader.elements():
                        self.log.add(value, text)
                elif part == "versions":
                    for place, (value, _) in enumerate(reader.elements(), start=1):
                        found = [*signature_faults(value, f"publication {place}")]
                        unsigned += found
                        self.versions += [] if found else [value]
                else:
                    stated[part] = reader.value()[0]
        if stated != {"format": REGISTER, "log": None, "versions": None}:
            raise NoSuchFile(f"{name}: is no register")
        self.log.close()
        self.faults = [*unsigned, *self.log.odd, *self.log.changed]
        if self.log.size:
            self.faults += [*root_faults(self.versions, self.log), *self.log.unlawful]
            self.faults += [] if unsigned else version_faults(self.versions, self.log)

    def compared(self, stated: dict[str, Any]) -> Iterator[str]:
        """What a signed version from elsewhere shows to have been rewritten here."""
        version = stated["version"]
        size, name = version["size"], named(version)
        if size > self.log.size:
            yield f"the register has {self.log.size} lines, fewer than the {size} of {name}: older, or cut back"
            return
        if not self.log.is_root(size, version["root"]):
            yield f"the register's lines 1 to {size} are not those of {name}: its history has been rewritten"
        if self.log.key_at(size) != stated["key"]:
            yield f"{name} is signed with a key that the register does not have in force at line {size}"
        own = [one["version"] for one in self.versions if one["version"]["publication"] == version["publication"]]
        if own and own != [version]:
            changes = "; ".join(differing(own[0], version))
            yield f"publication {version['publication']} of the register is another: {changes}"
