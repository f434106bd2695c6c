"""Where members run: Dask on this machine, Dask anywhere, or plain processes. Each is made when it is needed.

Any `concurrent.futures.Executor` would do. A client is nobody's default: what is computed beside it, a file that is
written, say, has to go on as it did. Dask's scheduler gives what a killed worker had to another; plain processes
break all at once, and `run_members` makes them anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager
from typing import Any, cast

from tumen.scenario_errors import UserError

Factory = Callable[[], Executor]
WAITS = 10  # seconds for a scheduler that was named
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}


def where(workers: int, scheduler: str | None = None) -> Factory:
    """The executor of the command line: a running scheduler where one is named, else Dask on this machine."""
    return at(scheduler) if scheduler else local(workers)


def local(workers: int) -> Factory:
    """A Dask cluster of this machine alone: so many processes of one thread, on 127.0.0.1, without its web page."""

    @contextmanager
    def made() -> Iterator[Any]:
        from dask import config
        from distributed import Client, LocalCluster

        settings = {"distributed.logging.distributed": "critical", "distributed.worker.daemon": True,
                    "distributed.nanny.pre-spawn-environ": ONE_THREAD | {"NUMBA_CACHE_DIR": _cache()}}  # fmt: skip
        with (
            config.set(settings),
            LocalCluster(
                n_workers=workers, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0",
                host="127.0.0.1", silence_logs=50,
            ) as cluster,
            Client(cluster, set_as_default=False) as client,
        ):  # fmt: skip
            yield _sized(client, workers)

    return _factory(made)


def at(address: str) -> Factory:
    """The workers of a Dask scheduler that runs somewhere. Raises UserError where nobody answers."""

    @contextmanager
    def made() -> Iterator[Any]:
        from distributed import Client

        try:
            client = Client(address, timeout=WAITS, set_as_default=False)
        except (OSError, ValueError, TypeError) as why:
            legal = "the address that `dask scheduler` prints, such as tcp://10.0.0.5:8786"
            raise UserError(f"--scheduler {address}: no scheduler answers there ({why})\n  legal:   {legal}") from None
        with client:
            workers = len(client.scheduler_info(n_workers=-1)["workers"])
            if not workers:
                raise UserError(f"--scheduler {address}: no workers yet; start some: `dask worker {address}`")
            yield _sized(client, workers)

    return _factory(made)


def _factory(made: Callable[[], AbstractContextManager[Any]]) -> Factory:
    return cast(Factory, made)  # a context that yields an executor is all that `run_members` asks for


def _sized(client: Any, workers: int) -> Any:
    executor = client.get_executor(pure=False, retries=0)
    executor._max_workers = workers
    return executor


def _cache() -> str:
    """Workers share what is compiled."""
    from tumen import _cache as cache

    cache.place_cache()
    return os.environ["NUMBA_CACHE_DIR"]
