"""Writes docs/reference out of the code, so that it can't say anything else: `python -m infra.docs`.

One module for each page. Descriptions stand beside what they describe, as docstrings; nothing is described
here.
"""
