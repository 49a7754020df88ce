"""What others can read: claims to their formats. Others' codes live here alone (docs/exports.md).

An exporter is a pure function of a `Dataset` and a `Stamp` (dataset.py) to an `Exported`: the bytes of one file and
what could not be said in it (loss.py). `formats.EXPORTERS` names them all.
"""
