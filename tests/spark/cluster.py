"""A cluster of two workers on one machine, for tests and for the benchmark."""

import os
from pathlib import Path

from pyspark.sql import SparkSession


def session(room: Path) -> SparkSession:
    """Starts it. Two workers are processes of their own, each with an executor of one core, which
    runs the program that ``BREACH_AUDIT`` names. ``room`` is a folder for what Spark writes."""
    builder = SparkSession.builder.master("local-cluster[2,1,512]").appName("breach-audit")
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.executor.memory": "512m",
        "spark.task.maxFailures": "6",
        "spark.local.dir": str(room / "local"),
        "spark.executorEnv.PYTHONPATH": os.environ["PYTHONPATH"],
        "spark.executorEnv.BREACH_AUDIT": os.environ["BREACH_AUDIT"],
    }.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    # What a check found must not drown in what the cluster says while it shuts down.
    spark.sparkContext.setLogLevel("OFF")
    return spark
