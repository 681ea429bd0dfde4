"""The systems compared, one a file.

Each offers ``open_chat(job)``, an asynchronous context manager that gives a `job.Say`.
"""
