"""An archive written piece by piece: nothing of it is ever whole in memory."""

import zipfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO, cast


class Sink:
    """What an archive writes into and the download takes out of; it cannot seek, so nothing is held back."""

    def __init__(self) -> None:
        self.chunks: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Keep a chunk until it is taken."""
        self.chunks.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def take(self) -> bytes:
        """What was written since the last time."""
        taken = b"".join(self.chunks)
        self.chunks.clear()
        return taken


def archive(sink: Sink, level: int | None = None) -> zipfile.ZipFile:
    """An archive that writes into the sink: deflated at this level, or as it is for what is packed already."""
    method = zipfile.ZIP_STORED if level is None else zipfile.ZIP_DEFLATED
    return zipfile.ZipFile(cast(BinaryIO, sink), "w", method, compresslevel=level)


def add(into: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Put a part into the archive, dated 1980 like all of them."""
    with into.open(name, "w") as part:
        part.write(content)


def zipped(files: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """Files that are packed already in one archive; each is drawn when its turn comes."""
    sink = Sink()
    with archive(sink) as into:
        for name, pieces in files:
            with into.open(name, "w") as part:
                for piece in pieces:
                    part.write(piece)
                    yield sink.take()
    yield sink.take()
