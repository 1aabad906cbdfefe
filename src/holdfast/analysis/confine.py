# SPDX-License-Identifier: Apache-2.0
"""Shuts the process it is called in away from the machine, for the work on one file.

Promises, each stated by `isolation` when it holds on this machine:

- no network: a network namespace of its own, where the kernel lets us make one;
- no new program, process, socket, deletion, renaming or change of mode: a seccomp filter, on the
  processors whose system-call numbers are written here (x86-64, arm64);
- when neither can be had, Python's own audit events refuse sockets and new programs, which stops
  our code and not a codec that was taken over; `isolation` says so.

Memory, processor time, size of a written file and number of open files are limited by
setrlimit(2), always. There is no way back: a process that was confined stays so.
Follows seccomp(2), unshare(2) and docs/adr/0010-processors-in-child-processes.md.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import sys
from errno import EACCES, ENOSYS
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from holdfast.analysis.job import Limits

_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000
_CLONE_THREAD: Final = 0x00010000
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_SECCOMP: Final = 22
_PR_SET_NO_NEW_PRIVS: Final = 38
_SECCOMP_MODE_FILTER: Final = 2
_SIGKILL: Final = 9

_ALLOW: Final = 0x7FFF0000
_ERRNO: Final = 0x00050000


class _Numbers(NamedTuple):
    """The system-call numbers of one processor architecture, from its kernel headers."""

    audit_arch: int
    clone: int
    clone3: int
    refused: tuple[int, ...]


# refused, in this order where the architecture has them: socket, fork, vfork, execve, execveat,
# ptrace, process_vm_writev, io_uring_setup, kill, tkill, tgkill, pidfd_send_signal, unshare, setns,
# mount, bpf, unlink, unlinkat, rmdir, rename, renameat, renameat2, link, linkat, symlink,
# symlinkat, truncate, chmod, fchmod, fchmodat, chown, fchown, lchown, fchownat
_NUMBERS: Final = {
    "x86_64": _Numbers(
        0xC000003E, 56, 435,
        (41, 57, 58, 59, 322, 101, 311, 425, 62, 200, 234, 424, 272, 308, 165, 321, 87, 263, 84,
         82, 264, 316, 86, 265, 88, 266, 76, 90, 91, 268, 92, 93, 94, 260),
    ),
    "aarch64": _Numbers(
        0xC00000B7, 220, 435,
        (198, 221, 281, 117, 271, 425, 129, 130, 131, 424, 97, 268, 40, 280, 35, 38, 276, 37, 36,
         45, 52, 53, 54, 55),
    ),
}  # fmt: skip


def leave_network() -> bool:
    """Move this process into a network namespace with nothing in it; False when refused."""
    libc = ctypes.CDLL(None, use_errno=True)
    return any(
        libc.unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET)
    )


def die_with_parent() -> None:
    """Ask the kernel to kill this process when the one that made it ends."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)


def limit(limits: Limits, *, writes: bool) -> None:
    """Set the limits; a process that makes no derivative may write no file at all."""
    cpu = limits.cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits.open_files, limits.open_files))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    written = limits.output_bytes if writes else 0
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))


def filter_system_calls() -> bool:
    """Refuse what no processor needs; False when this machine has no such filter."""
    numbers = _NUMBERS.get(platform.machine())
    if numbers is None or sys.maxsize <= 1 << 32:
        sys.addaudithook(_refuse_event)
        return False
    program = _program(numbers)
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    held: bool = (
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        and libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, header, 0, 0) == 0
    )
    if not held:
        sys.addaudithook(_refuse_event)
    return held


def isolation(*, network: bool, filtered: bool) -> tuple[str, ...]:
    """Say what holds, in words that a system page can show."""
    return (
        "no network: a network namespace of its own"
        if network
        else "no network namespace: the kernel refused one to this account",
        "no sockets, programs, processes or deletions: a system-call filter"
        if filtered
        else "no system-call filter on this machine: sockets and programs are refused by Python "
        "alone, which does not hold a codec that was taken over",
    )


def _program(numbers: _Numbers) -> bytes:
    """Write the filter as classic BPF: arch, then number, then the list, then clone's flags."""
    load_arch, load_number, load_flags = (0x20, 0, 0, 4), (0x20, 0, 0, 0), (0x20, 0, 0, 16)
    refuse = (0x06, 0, 0, _ERRNO | EACCES)
    lines = [load_arch, (0x15, 1, 0, numbers.audit_arch), refuse, load_number]
    lines += [(0x35, 0, 1, 0x40000000), refuse]  # the x32 numbers of x86-64
    for number in numbers.refused:
        lines += [(0x15, 0, 1, number), refuse]
    # clone3 hides its flags behind a pointer: say it does not exist, and libc uses clone.
    lines += [(0x15, 0, 1, numbers.clone3), (0x06, 0, 0, _ERRNO | ENOSYS)]
    lines += [(0x15, 0, 3, numbers.clone), load_flags, (0x45, 1, 0, _CLONE_THREAD), refuse]
    lines.append((0x06, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *line) for line in lines)


def _refuse_event(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith(("socket.", "subprocess.")) or event in {
        "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.system", "os.remove", "os.rename",
    }:  # fmt: skip
        raise PermissionError(EACCES, os.strerror(EACCES), event)
