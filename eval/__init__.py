"""The evaluation of the service: a hand-written set, measures with intervals, baselines beside it, and a gate that can fail.

Run it with `python -m eval`. In reading order: `stories`, `parsing`, `fingerprint`, `subject`, `systems`, `metrics`, `run`,
`gate`, `reporting`. Nothing in `eval/data` may be used to train a model.
"""
