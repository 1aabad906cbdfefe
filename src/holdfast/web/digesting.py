# SPDX-License-Identifier: Apache-2.0
"""A document that is named by its SHA-256 and not kept.

Promises: the bytes of an uploaded document go through the digest and nowhere else: not to the disk,
not into memory as a whole. The check against forged requests stays.
"""

from __future__ import annotations

from functools import wraps
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.views.decorators.csrf import csrf_exempt, csrf_protect

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

Rest = ParamSpec("Rest")


class Digested(UploadedFile):  # type: ignore[type-arg]  # it has none at run time
    """What is left of a document: its name, its size and its digest."""

    def __init__(self, name: str, size: int, digest: str) -> None:
        super().__init__(BytesIO(), name=name, size=size)
        self.sha256 = digest


class DigestedUploads(FileUploadHandler):
    """Reads an upload piece by piece into a digest, and gives no piece on."""

    def new_file(self, *about: Any, **more: Any) -> None:  # noqa: ANN401 # Django's own arguments
        """Begin a digest for the next file."""
        super().new_file(*about, **more)
        self._digest = sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 # Django's signature
        """Take a piece in, and keep nothing of it."""
        self._digest.update(raw_data)

    def file_complete(self, file_size: int) -> Digested:
        """Give what is left of the file."""
        return Digested(str(self.file_name), file_size, self._digest.hexdigest())


def digesting(
    view: Callable[Concatenate[HttpRequest, Rest], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]:
    """Have a view's uploads read for their digest alone."""
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *rest: Rest.args, **named: Rest.kwargs) -> HttpResponseBase:
        request.upload_handlers = [DigestedUploads(request)]
        return protected(request, *rest, **named)

    return answer  # type: ignore[return-value]  # the request has no name to call it by
