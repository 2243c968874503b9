"""The recipe of the embedded models: prepare, train, average, export, measure. See README.md beside this file."""
