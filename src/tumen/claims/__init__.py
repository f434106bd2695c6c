"""The register: what the witnesses say, where each row lives in the model, how it is measured, and what came out.

Nothing is imported here: verdicts are read in a moment, without the model that they are about.
"""
